/** In the place of Yoga's landing page, which src/graphql.ts turns off. */
export default "";
