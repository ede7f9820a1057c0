// Reads forms as JSON lines and answers each with the names of the questions that SurveyJS showed.
// A form is {"elements": [...], "answers": {name: value}}: each question is answered when it is
// shown, in order; one without an answer there is left empty.
import { createInterface } from "node:readline";
import { Model } from "survey-core";

for await (const line of createInterface({ input: process.stdin })) {
  const { elements, answers } = JSON.parse(line);
  const form = new Model({ elements, clearInvisibleValues: "onHidden" });
  const shown = [];
  for (const { name } of elements) {
    if (!form.getQuestionByName(name).isVisible) continue;
    shown.push(name);
    if (name in answers) form.setValue(name, answers[name]);
  }
  const still = elements.map(({ name }) => name).filter((name) => form.getQuestionByName(name).isVisible);
  if (shown.join() !== still.join()) throw new Error(`a later answer hid a question: ${line}`);
  process.stdout.write(JSON.stringify(shown) + "\n");
}
