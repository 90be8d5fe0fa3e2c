/** Words that say little of what a book is about: in how many of a thousand texts they occur, roughly, and which. */
export const commonWords: [documents: number, words: string][] = [
  [
    900,
    `the a an and of to in is it that was for on with as at by from this be are or his her he she they them their i my me we us our you your
     not but have has had who which what when where how why there then than so if its it's all one about into out up down over under after before
     no do does did done been being were will would could should can may might must just also very more most some any other only own same too
     him himself herself themselves itself these those here again once both each few such through during while because until against between
     off above below don didn doesn isn wasn weren couldn wouldn shouldn hadn hasn haven ve ll re m s t d`,
  ],
  [
    600,
    `book books novel novels story stories read reading reader remember remembered remembering think thought thinking know knew name named names
     title titled author authors written writer write wrote find found finding looking look searching search help please thanks thank appreciate
     anyone someone something anything everything everyone somebody anybody nothing like think really maybe probably possibly possible pretty
     sure vague vaguely memory memories recall believe guess idea ideas details detail plot character characters main protagonist scene part
     parts chapter chapters page pages cover covers ending end beginning start started first second last series sequel published publication
     edit edited hi hello hey guys tomt solved post ago years year old around late early 90s 80s 2000s 70s 1990s 1980s mid time times remembering
     school library kid child childhood young adult ya fiction fantasy sci-fi`,
  ],
  [
    300,
    `get got gets getting go goes going went gone come comes came coming make makes made making take takes took taking taken see sees saw seen
     say says said tell tells told want wants wanted try tries tried trying turn turns turned out becomes became become use used using
     thing things way ways lot lots bit kind kinds sort type people person man men woman women boy boys girl girls life lives live lived living
     world day days night place home house family father mother friend friends back away around another many much well good great new big little
     long right left two three four five six several different whole even still though although however actually basically eventually
     finally somehow somewhere sometimes always never ever later now yet already since without within along together across toward towards
     set takes called call calls began begin begins works work worked give gives gave given keep keeps kept let lets put puts leave leaves
     feel feels felt seem seems seemed happen happens happened help helps helped meet meets met love loves loved hate
     mind head hand hands eyes face side point fact case english american white black color picture pictures illustrated illustrations`,
  ],
];
