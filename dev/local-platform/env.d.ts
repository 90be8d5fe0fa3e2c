/** The local platform's own bindings. */
interface PlatformEnv {
  VECTOR_STORE: DurableObjectNamespace<import("./vectors.ts").VectorStore>;
  /** An OpenAI-compatible server to embed with, e.g. http://localhost:11434 for Ollama; unset for the built-in one. */
  EMBEDDINGS_URL?: string;
  /** The public key of this machine's developer, as a JSON Web Key Set; `npm start` makes it. */
  LOCAL_JWKS?: string;
  /** The model to ask that server for. */
  EMBEDDINGS_MODEL?: string;
}
