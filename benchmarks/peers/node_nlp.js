// node-nlp's NlpManager as its README starts it, one language. It prints the line that measure.py describes.
// `process` also looks for entities and sentiment: that is the call a user makes. The answer is the best label
// whatever its score, since every text of the test has one.
"use strict";
const fs = require("fs");
const path = require("path");
const { NlpManager } = require("node-nlp");

const WARM_UP = 20;
const SETTINGS = "NlpManager for English as its README has it; the best label at any score";

async function main() {
  const rows = JSON.parse(fs.readFileSync(process.argv[2], "utf-8"));
  const started = performance.now();
  const spent = process.cpuUsage();
  const manager = new NlpManager({ languages: ["en"], forceNER: true, autoSave: false, nlu: { log: false } });
  for (const [text, label] of rows.train) manager.addDocument("en", text, label);
  await manager.train();
  const used = process.cpuUsage(spent);
  const trainS = (performance.now() - started) / 1000;
  const answer = async (text) => {
    const found = await manager.process("en", text);
    return found.classifications.filter((one) => one.intent !== "None")[0]?.intent;
  };
  for (const [text] of rows.train.slice(0, WARM_UP)) await answer(text);
  const before = process.cpuUsage();
  const took = [];
  let right = 0;
  for (const [text, label] of rows.test) {
    const from = performance.now();
    const found = await answer(text);
    took.push(performance.now() - from);
    right += found === label;
  }
  const asking = process.cpuUsage(before);
  const sorted = [...took].sort((one, two) => one - two);
  const at = (share) => Number(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(3));
  const folder = path.dirname(require.resolve("node-nlp/package.json"));
  console.log(
    JSON.stringify({
      accuracy: Number((right / rows.test.length).toFixed(4)),
      train_s: Number(trainS.toFixed(1)),
      train_cpu_s: Number(((used.user + used.system) / 1e6).toFixed(1)),
      p50_ms: at(0.5),
      p99_ms: at(0.99),
      mean_cpu_ms: Number(((asking.user + asking.system) / 1000 / took.length).toFixed(3)),
      peak_rss_mb: Math.round((process.resourceUsage().maxRSS * 1024) / 1e6),
      version: JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf-8")).version,
      settings: SETTINGS,
    }),
  );
}

main();
