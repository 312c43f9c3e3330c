// The whole life of a job with mistralai-ts, which validates every answer against its own types. The argument
// behind the address is the folder of the version: 1 is the last one that creates training jobs.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const folder = process.argv[3];
const require = createRequire(pathToFileURL(folder + "/package.json"));
const root = folder + "/node_modules/@mistralai/mistralai";
const version = JSON.parse(readFileSync(root + "/package.json")).version;
const { Mistral } = await import(pathToFileURL(require.resolve("@mistralai/mistralai")));
const client = new Mistral({ apiKey: "sandbox", serverURL: process.argv[2] });
const MODEL = "open-mistral-7b";
const line = JSON.stringify({
  messages: [{ role: "user", content: "two and two?" }, { role: "assistant", content: "four" }],
});
const data = new TextEncoder().encode((line + "\n").repeat(12));
const ended = async (look, ends = ["SUCCESS", "FAILED", "CANCELLED", "FAILED_VALIDATION"]) => {
  for (let tries = 0; tries < 600; tries++) {
    const now = await look();
    if (ends.includes(now.status)) return now;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("it does not end");
};

const file = await client.files.upload({ file: { fileName: "train.jsonl", content: data }, purpose: "fine-tune" });
assert.equal((await client.files.retrieve({ fileId: file.id })).sizeBytes, data.length);
let model = MODEL;
if (client.fineTuning) {
  const job = await client.fineTuning.jobs.create({
    model: MODEL,
    trainingFiles: [{ fileId: file.id, weight: 1 }],
    hyperparameters: { trainingSteps: 10, learningRate: 0.0001 },
    suffix: "node",
    autoStart: false,
  });
  await ended(() => client.fineTuning.jobs.get({ jobId: job.id }), ["VALIDATED", "FAILED_VALIDATION"]);
  await client.fineTuning.jobs.start({ jobId: job.id });
  const done = await ended(() => client.fineTuning.jobs.get({ jobId: job.id }));
  assert.equal(done.status, "SUCCESS");
  model = done.fineTunedModel;
  assert((await client.models.archive({ modelId: model })).archived);
  assert(!(await client.models.unarchive({ modelId: model })).archived);
}
const answer = await client.chat.complete({ model, messages: [{ role: "user", content: "two and two?" }] });
if (model !== MODEL) assert.equal(answer.choices[0].message.content, "four");
assert((await client.models.list()).data.some((each) => each.id === MODEL));
const question = { custom_id: "a", body: { messages: [{ role: "user", content: "two and two?" }] } };
const asked = await client.files.upload({
  file: { fileName: "ask.jsonl", content: new TextEncoder().encode(JSON.stringify(question) + "\n") },
  purpose: "batch",
});
const created = await client.batch.jobs.create({ inputFiles: [asked.id], model, endpoint: "/v1/chat/completions" });
const batch = await ended(() => client.batch.jobs.get({ jobId: created.id }));
assert.equal(batch.status, "SUCCESS");
await assert.rejects(client.files.retrieve({ fileId: "00000000-0000-0000-0000-000000000000" }));
assert((await client.files.delete({ fileId: file.id })).deleted);
console.log(`mistralai-ts ${version}: the whole life` + (client.fineTuning ? "" : " after training"));
