// SurveyJS (survey-core) answers the check-in: one question on each page, in one process of Node.
// Arguments: the folder that survey-core is installed in. On stdin: {form, people, coming_back},
// where the last two are lists of answers, one object {name: value} for each person. On stdout:
// {alone, coming_back}: answered questions a second.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.argv[2]}/`);
const { Model } = require("survey-core");
const { form, people, coming_back } = JSON.parse(readFileSync(0, "utf8"));

// The answer is taken, looked at, and the page with the next question is gone to.
function step(survey, name, value) {
  survey.setValue(name, value);
  const gone = survey.isLastPage ? survey.completeLastPage() : survey.nextPage();
  if (!gone) throw new Error(`${name} was not taken`);
}

function kept(survey, answers) {
  const count = Object.keys(survey.data).length;
  if (survey.state !== "completed" || count !== Object.keys(answers).length) {
    throw new Error(`${count} answers were kept`);
  }
}

// Everybody's form stays in memory from beginning to end. Making it is not timed.
function alone(all) {
  const surveys = all.map(() => new Model(form));
  const names = Object.keys(all[0]);
  const begun = process.hrtime.bigint();
  for (const name of names) all.forEach((answers, n) => step(surveys[n], name, answers[name]));
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  all.forEach((answers, n) => kept(surveys[n], answers));
  return (all.length * names.length) / seconds;
}

// Before each answer the form is made anew and what was stored is read; after it, it is stored.
function comingBack(all) {
  const names = Object.keys(all[0]);
  const begun = process.hrtime.bigint();
  for (const answers of all) {
    let stored = JSON.stringify({ data: {}, page: 0 });
    for (const name of names) {
      const { data, page } = JSON.parse(stored);
      const survey = new Model(form);
      survey.data = data;
      survey.currentPageNo = page;
      step(survey, name, answers[name]);
      stored = JSON.stringify({ data: survey.data, page: survey.currentPageNo });
      if (name === names[names.length - 1]) kept(survey, answers);
    }
  }
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  return (all.length * names.length) / seconds;
}

alone(people.slice(0, 5)); // so that Node has compiled what it compiles
comingBack(coming_back.slice(0, 1));
const found = { alone: alone(people), coming_back: comingBack(coming_back) };
process.stdout.write(JSON.stringify(found));
