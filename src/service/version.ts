/** The version in package.json, which would come with all that stands in it. */
export const version = "0.1.0";
