/** How a character sounds, without tones: who types 手件人 meant 收件人. What `sounds.txt` does not have stays as it is. */
export function createReadAloud(text: string): (character: string) => string {
  let sounds: Map<string, string> | undefined;
  // Taken apart for the first character, as most helpdesks never need it.
  return character => {
    sounds ??= new Map(text.split('\n').flatMap(soundsOfLine));
    return sounds.get(character) ?? character;
  };
}

// shou 収受售...
function soundsOfLine(line: string): [character: string, sound: string][] {
  const [sound = '', characters = ''] = line.startsWith('#') ? [] : line.split(' ', 2);
  return [...characters].map(character => [character, sound]);
}
