// The whole life of a job with openai-node.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import OpenAI, { toFile } from "openai";

const version = JSON.parse(readFileSync(new URL("./node_modules/openai/package.json", import.meta.url))).version;
const client = new OpenAI({ baseURL: process.argv[2] + "/v1", apiKey: "sk-sandbox", maxRetries: 0 });
const line = JSON.stringify({
  messages: [{ role: "user", content: "two and two?" }, { role: "assistant", content: "four" }],
});
const data = Buffer.from((line + "\n").repeat(12));
const collect = async (pages) => {
  const all = [];
  for await (const each of pages) all.push(each);
  return all;
};
const ended = async (look) => {
  for (let tries = 0; tries < 600; tries++) {
    const now = await look();
    if (["succeeded", "failed", "cancelled", "completed", "expired"].includes(now.status)) return now;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("it does not end");
};

const file = await client.files.create({ file: await toFile(data, "train.jsonl"), purpose: "fine-tune" });
assert.equal(file.bytes, data.length);
assert.equal(await (await client.files.content(file.id)).text(), data.toString());
assert((await collect(client.files.list({ limit: 2 }))).some((each) => each.id === file.id));
const job = await client.fineTuning.jobs.create({
  model: "gpt-4.1-mini-2025-04-14",
  training_file: file.id,
  suffix: "node",
  metadata: { team: "node" },
});
const done = await ended(() => client.fineTuning.jobs.retrieve(job.id));
assert.equal(done.status, "succeeded");
const events = await collect(client.fineTuning.jobs.listEvents(job.id, { limit: 3 }));
assert.equal(new Set(events.map((each) => each.id)).size, events.length);
assert((await collect(client.fineTuning.jobs.checkpoints.list(job.id))).length > 0);
const answer = await client.chat.completions.create({
  model: done.fine_tuned_model,
  messages: [{ role: "user", content: "two and two?" }],
});
assert.equal(answer.choices[0].message.content, "four");
const question = {
  custom_id: "a",
  method: "POST",
  url: "/v1/chat/completions",
  body: { model: done.fine_tuned_model, messages: [{ role: "user", content: "two and two?" }] },
};
const asked = await client.files.create({
  file: await toFile(Buffer.from(JSON.stringify(question) + "\n"), "ask.jsonl"),
  purpose: "batch",
});
const created = await client.batches.create({
  input_file_id: asked.id,
  endpoint: "/v1/chat/completions",
  completion_window: "24h",
});
const batch = await ended(() => client.batches.retrieve(created.id));
assert.equal(batch.status, "completed");
assert((await (await client.files.content(batch.output_file_id)).text()).includes("four"));
await assert.rejects(client.files.retrieve("file-none"), OpenAI.NotFoundError);
await assert.rejects(
  client.fineTuning.jobs.create({ model: "gpt-4.1-mini-2025-04-14", training_file: "file-none" }),
  OpenAI.BadRequestError,
);
assert((await client.models.delete(done.fine_tuned_model)).deleted);
assert((await client.files.delete(file.id)).deleted);
console.log(`openai-node ${version}: the whole life`);
