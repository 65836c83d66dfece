// json-rules-engine in a process of its own: a line of JSON in, a line of JSON out.
//
// The first line holds the rules, every other one incidents. The clock runs here, around `run`
// alone, so that neither the pipe nor JSON is counted. Called with the folder `node_modules`.
"use strict";
const path = require("node:path");
const readline = require("node:readline");
const { Engine } = require(path.join(process.argv[2], "json-rules-engine"));

const engine = new Engine([], { allowUndefinedFacts: true });
engine.addOperator("intersects", (stated, accepted) => stated.some((v) => accepted.includes(v)));
engine.addOperator("stated", (stated, wanted) => stated.length > 0 === wanted);

function prepare(rules) {
  for (const rule of rules) {
    if (rule.event.type === "stop") rule.onSuccess = () => engine.stop();
    // The documented way to chain rules: a conclusion becomes a fact for rules of lower priority.
    if (rule.event.type === "fact")
      rule.onSuccess = (event, almanac) => almanac.addFact(event.params.name, true);
    engine.addRule(rule);
  }
  return {};
}

async function decide(request) {
  const decided = [];
  const before = process.hrtime.bigint();
  for (const incident of request.incidents) decided.push((await engine.run(incident)).events);
  const nanoseconds = Number(process.hrtime.bigint() - before);
  if (!request.answers) return { nanoseconds };
  const told = (events) => events.filter((e) => e.type === "duty").map((e) => e.params);
  return { nanoseconds, answers: decided.map(told) };
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    const reply = request.rules ? prepare(request.rules) : await decide(request);
    process.stdout.write(JSON.stringify(reply) + "\n");
  }
}

main();
