/** What a connection to a model says, read once. */
import { type Connection, textOf } from "../../domain/connection.ts";

export interface AiSettings {
  /** Without a slash at the end. */
  baseUrl: string;
  /** Empty where the server asks for none. */
  apiKey: string;
  model: string;
  /** Empty: knowledge is found by its words alone. */
  embeddingModel: string;
  /** Per million tokens. */
  inputPrice: number;
  outputPrice: number;
}

export function readAiSettings({ settings, secrets }: Connection): AiSettings {
  return {
    baseUrl: textOf(settings, "baseUrl").replace(/\/+$/, ""),
    apiKey: textOf(secrets, "apiKey"),
    model: textOf(settings, "model"),
    embeddingModel: textOf(settings, "embeddingModel"),
    inputPrice: price(textOf(settings, "inputPrice")),
    outputPrice: price(textOf(settings, "outputPrice")),
  };
}

function price(text: string): number {
  const value = Number(text.replace(",", "."));
  return Number.isFinite(value) && value > 0 ? value : 0;
}

export function costOf({ inputPrice, outputPrice }: AiSettings, inputTokens: number, outputTokens: number): number {
  return (inputTokens * inputPrice + outputTokens * outputPrice) / 1_000_000;
}
