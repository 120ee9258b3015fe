import type { AdderCard, Architecture } from '../adder.js';
import { ALPHABET } from '../data.js';
import { PORTS } from './onnx.js';

/** How each architecture converts text to a tensor (`questionSteps` in data.ts), in words and in Python, for other clients. */
const steps: Record<Architecture, { words: string; question: string }> = {
  carry: {
    words: `The two numbers are aligned at their last digits. A step is one place, ones first: a row that says, for each
symbol of the alphabet, how often it occurs in the place (0, 1 or 2). The shorter number is padded with spaces, and one
more place than the longest number, with two spaces, leaves room for the last carry. Numbers have no leading zeros.`,
    question: `    a, b = text.split("+")
    places = max(len(a), len(b)) + 1
    pairs = zip(a[::-1].ljust(places), b[::-1].ljust(places))
    return [[pair.count(symbol) for symbol in ALPHABET] for pair in pairs]`
  },
  classic: {
    words: `The text is padded with spaces at its end to a fixed length and then reversed, last character first. A step is one
character: a row with 1 for it and 0 for the other symbols of the alphabet. Numbers have no leading zeros.`,
    question: `    return [[int(c == symbol) for symbol in ALPHABET] for c in reversed(text.ljust(STEPS))]`
  }
};

/** Returns the README of a saved adder: its facts, the files of the folder, and how any client uses it. */
export function readMe(card: AdderCard): string {
  const { arch, digits, limit, seed, examples, exact } = card;
  const { words, question } = steps[arch];
  const length = arch === 'classic' ? `STEPS = ${2 * digits + 1}\n` : '';
  return `# An adder

A neural network that has learned to add: for \`20+30\` it returns \`50\`. Architecture \`${arch}\`, trained on
${examples} sums of numbers of up to ${digits} digits (seed ${seed}), ${(100 * exact).toFixed(2)} % of the held-out sums correct; it accepts
numbers of up to ${limit} digits.

- \`model.json\`, \`weights.bin\`, \`adder.json\`: for \`load(folder)\` of \`@carry-ml/adder\` and for TensorFlow.js.
- \`MLmodel\`, \`model.onnx\` and the environment files: for MLflow and every server of its models, such as Azure ML.

## Serving

    mlflow models serve -m . --env-manager local

accepts \`${PORTS.question}\` and returns \`${PORTS.probabilities}\` and \`${PORTS.logits}\` (before the softmax), all of them [sums, steps, ${ALPHABET.length}], in
the alphabet "${ALPHABET}", whose last symbols are the space and the plus.

${words} The answer has one digit
per step, ones first, so it is read from its last step to its first.

Save this as \`client.py\` and run \`python client.py 20+30\`.

\`\`\`python
import json
import sys
from urllib.request import Request, urlopen

ALPHABET = "${ALPHABET}"
${length}

def question(text):
${question}


def answer(rows):
    symbols = [ALPHABET[row.index(max(row))] for row in rows]
    return "".join(reversed(symbols)).strip()


def add(text, url="http://127.0.0.1:5000/invocations"):
    body = json.dumps({"inputs": {"${PORTS.question}": [question(text)]}}).encode()
    with urlopen(Request(url, body, {"Content-Type": "application/json"})) as response:
        return answer(json.load(response)["predictions"]["${PORTS.probabilities}"][0])


if __name__ == "__main__":
    print(add(*sys.argv[1:]))
\`\`\`
`;
}
