/** A text as WhatsApp shows it. */
import { Fragment } from "react";
import { formatText, type TextNode } from "./format-text.ts";

export function WhatsAppText({ text }: { text: string }) {
  return (
    <>
      {formatText(text).map((node, index) => (
        <Piece key={index} node={node} />
      ))}
    </>
  );
}

function Piece({ node }: { node: TextNode }) {
  if (node.type === "text") return <Fragment>{node.text}</Fragment>;
  const inner = node.children.length > 0 ? node.children.map((child, index) => <Piece key={index} node={child} />) : node.text;
  switch (node.type) {
    case "bold":
      return <strong>{inner}</strong>;
    case "italic":
      return <em>{inner}</em>;
    case "strike":
      return <s>{inner}</s>;
    case "link":
      return (
        <a href={node.text} target="_blank" rel="noopener noreferrer nofollow">
          {node.text}
        </a>
      );
    default:
      return <code>{inner}</code>;
  }
}
