/** UTF-8 that somebody read as windows-1252: "CafÃ©" is "Café". */

/** The characters windows-1252 puts where Latin-1 has control codes, by the byte they stand for. */
const windows1252 = new Map(
  [..."€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"].map((character, index) => [
    character,
    // 81, 8D, 8F, 90 and 9D are unassigned, and pass as themselves.
    [
      0x80, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8e, 0x91, 0x92, 0x93, 0x94,
      0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9e, 0x9f,
    ][index],
  ]),
);

/** What a UTF-8 sequence of two to four bytes looks like in windows-1252: a lead byte, then continuation bytes. */
const suspects = /[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,3}/gu;

/** Phonetic letters and lone marks: two ruined characters that happen to decode to one of them meant something else. */
const unlikely = /[\u0180-\u036f\u0080-\u009f]/;

/**
 * Repairs mojibake where it certainly is mojibake: a run of characters is replaced when its windows-1252 bytes are
 * valid UTF-8, and left alone otherwise, so that "Ã‰tude" is repaired and "SÃO PAULO" is not touched. Text that was
 * ruined twice is repaired twice.
 */
export function repairMojibake(text: string): string {
  let repaired = text;
  for (let times = 0; times < 2; times++) {
    const once = repaired.replace(suspects, (run) => decoded(run) ?? run);
    if (once === repaired) break;
    repaired = once;
  }
  return repaired;
}

/** The longest beginning of the run that is UTF-8, followed by the rest as it was; null where none is. */
function decoded(run: string): string | null {
  for (let length = run.length; length >= 2; length--) {
    const bytes = [...run.slice(0, length)].map((character) => byteOf(character));
    if (bytes.some((byte) => byte === null)) continue;
    try {
      const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
        Uint8Array.from(bytes, (byte) => byte ?? 0),
      );
      if (!unlikely.test(text)) return text + run.slice(length);
    } catch {
      // Not UTF-8: try a shorter beginning.
    }
  }
  return null;
}

function byteOf(character: string): number | null {
  const code = character.charCodeAt(0);
  return code < 0x100 ? code : (windows1252.get(character) ?? null);
}
