/** Names the sends of one chat, so that its list can show those under way. */
export function sendKey(chatId: string): readonly string[] {
  return ["send-message", chatId];
}
