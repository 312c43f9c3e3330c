// Drives a fresh console in a browser from an upload to a rollback, looks for errors and for what would keep people
// out, and takes pictures. usage: node drive.mjs URL CSV FOLDER-FOR-PICTURES
import { createRequire } from "node:module";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const require = createRequire(path.join(process.cwd(), "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [url, csv, pictures] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });

const problems = [];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: false });
const page = await context.newPage();
page.on("console", message => { if (message.type() === "error" || message.type() === "warning") problems.push(`console: ${message.text()}`); });
page.on("pageerror", error => problems.push(`script: ${error.message}`));
page.on("dialog", dialog => dialog.accept());

function check(good, what) {
  if (!good) problems.push(`missing: ${what} at ${page.url()}`);
  console.log(`${good ? "ok" : "NOT"} ${what}`);
}

async function accessible(name) {
  // through the debugger, so that the page's own policy stays as it is
  const session = await context.newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: axe });
  const { result } = await session.send("Runtime.evaluate", {
    expression: "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(r => JSON.stringify(r.violations.map(v => v.impact + ' ' + v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target + ' ' + (n.any[0]?.message ?? '')).join(' | '))))",
    awaitPromise: true, returnByValue: true });
  for (const violation of JSON.parse(result.value)) problems.push(`axe, ${name}: ${violation}`);
  await session.detach();
}

async function picture(name) {
  for (const [device, width, height] of [["desktop", 1280, 900], ["phone", 390, 844]]) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: path.join(pictures, `${name}-${device}-${colorScheme}.png`) });
      if (device === "desktop" || colorScheme === "light") await accessible(`${name} ${device} ${colorScheme}`);
      const wide = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
      check(!wide, `${name} fits a ${device} (${colorScheme})`);
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
}

/** Waits for what the next page says was done. */
async function done(text, what) {
  const shown = await page.locator(".notice", { hasText: text }).waitFor({ timeout: 15_000 }).then(() => true, () => false);
  check(shown, what);
}

/** Waits, since a page that is being checked comes anew by itself and has nothing on it for a moment. */
async function appears(locator, what) {
  check(await locator.waitFor({ timeout: 15_000 }).then(() => true, () => false), what);
}

async function open(link) {
  const response = await page.goto(url + link);
  check(response.status() === 200, `${link} answers`);
}

async function train(epochs, watched) {
  await page.getByLabel("Epochs").fill(String(epochs));
  await page.getByRole("button", { name: "Estimate first" }).click();
  await appears(page.getByText("examples to train on"), "an estimate before the training");
  await picture(`train-${epochs}`);
  await page.getByRole("button", { name: "Start training" }).click();
  await page.waitForURL(/\/runs\//);
  const lengths = new Set();
  const curve = page.locator("polyline.train");
  const end = page.getByRole("link", { name: "See the evaluation" });
  for (let i = 0; i < 600 && !(await end.isVisible()); i++) {
    if (await curve.count()) lengths.add((await curve.getAttribute("points", { timeout: 1_000 }).catch(() => "")).length);
    await new Promise(next => setTimeout(next, 100));
  }
  check(!watched || lengths.size > 2, `a loss curve that moves (${lengths.size} pictures of it)`);
  await page.getByRole("link", { name: "See the evaluation" }).waitFor({ timeout: 120_000 });
}

await open("/");
await picture("home-empty");
for (const link of ["/datasets", "/train", "/runs", "/evaluations", "/models", "/review", "/conversations", "/retirements"]) await open(link);
await picture("review-empty");
for (const link of ["/searches", "/experiments", "/drift", "/retrainings"]) {
  await open(link);
  await picture(`${link.slice(1)}-empty`);
}

await open("/datasets");
await page.getByLabel("Drop a file here").setInputFiles(csv);
await page.getByLabel("Description").fill("<script>alert(1)</script> & questions of customers");
await page.getByRole("button", { name: "Upload and check" }).click();
await page.waitForURL(/\/datasets\/d/);
await appears(page.getByRole("heading", { name: "How it was read" }), "why this format");
await page.getByRole("heading", { name: "Findings" }).waitFor({ timeout: 60_000 });
await appears(page.getByText("<script>alert(1)</script>"), "a script in a text is text");
const dataset = page.url();
await picture("dataset");
await page.getByRole("link", { name: "Drop exact duplicates" }).click();
await page.waitForURL(/\/remedies\//);
await page.getByRole("region", { name: "Changes", exact: true }).waitFor({ timeout: 60_000 });
const apply = page.getByRole("button", { name: /^Apply as revision/ });
if (await apply.isVisible()) {
  await picture("remedy");
  await apply.click();
  await done("dropped", "a remedy was applied");
} else {
  await page.goBack();
  await page.getByRole("link", { name: "Trim whitespace" }).click();
  await picture("remedy");
}
await page.goto(dataset);
await page.getByRole("heading", { name: "Findings" }).waitFor({ timeout: 60_000 });
await page.getByLabel("Question").fill("Do you ship to Norway?");
await page.getByLabel("Answer").fill("Yes, within five working days.");
await page.getByRole("button", { name: "Add", exact: true }).click();
await done("Added an example", "an example was added");
await page.getByRole("button", { name: "Validate row 1", exact: true }).click();
await done("Validated row 1", "an example was validated");
await page.getByRole("button", { name: "Send to review row 2", exact: true }).click();
await done("waits for a review", "an example was sent to the review");

await page.getByRole("link", { name: "Train on it" }).click();
await train(600, true);
await picture("run");
await page.getByRole("link", { name: "See the evaluation" }).click();
await picture("evaluation-first");
await page.getByRole("link", { name: "Decide about it" }).click();
await picture("version");
await page.getByLabel("Reason").fill("the first one");
await page.getByRole("button", { name: "Promote to production" }).click();
await done("is in production", "promoted through the gates");

await page.goto(`${url}/train?dataset=${dataset.split("/").pop()}`);
await train(3, false);
await page.getByRole("link", { name: "See the evaluation" }).click();
await appears(page.locator(".banner strong"), "a verdict against what was in production");
await picture("evaluation");
const blind = page.getByRole("link", { name: "Judge blindly" });
await blind.click();
await picture("blind");
const judged = page.getByText("You have judged all");
for (let i = 0; i < 100 && !(await judged.isVisible()); i++) {
  const before = await page.locator("input[name=item]").getAttribute("value", { timeout: 5_000 }).catch(() => "");
  await page.keyboard.press(String(1 + i % 3));
  await page.locator(`input[name=item][value="${before}"]`).waitFor({ state: "detached", timeout: 10_000 });
}
await appears(judged, "every pair judged blindly by the keyboard");
await picture("judged");
await page.getByRole("link", { name: /^support 1/ }).click();
await page.getByRole("link", { name: "failed" }).click();
check(page.url().includes("show=failed"), "a filter of cases");
await page.getByRole("link", { name: "Decide about it" }).click();
await picture("version-second");
const promote = page.getByRole("button", { name: /^Promote/ });
await page.getByLabel("Reason").fill("to try the rollback");
await promote.click();
await done("is in production", "the second one was promoted");
await page.getByRole("link", { name: "Compare" }).first().click();
await picture("compare");
await page.goBack();
await page.getByRole("button", { name: /^Roll back/ }).click();
await done("is in production again", "rolled back");
await picture("model");
await page.getByRole("link", { name: "Ask it" }).click();
await page.getByLabel("Question").fill("Where is my parcel?");
await page.getByRole("button", { name: "Ask", exact: true }).click();
check((await page.locator(".reply").innerText()).length > 10, "an answer");
await picture("ask");

await open("/datasets");
await page.getByRole("link", { name: "Import conversations" }).click();
const rows = [["conversation", "role", "content", "agent", "at", "stars"]];
for (let i = 0; i < 12; i++) {
  rows.push([i, "user", `How do I return order ${i}?`, i % 2 ? "anna" : "bert", `2026-11-${10 + i}T10:00:00Z`, i % 3]);
  rows.push([i, "assistant", "Print the label that came with it.", i % 2 ? "anna" : "bert", `2026-11-${10 + i}T10:01:00Z`, i % 3]);
}
await page.getByLabel("Drop an export here").setInputFiles({ name: "log.csv", mimeType: "text/csv", buffer: Buffer.from(rows.map(row => row.join(",")).join("\n")) });
await page.getByLabel("Name of the dataset").fill("conversations");
await page.getByLabel("Agent (optional)").fill("agent");
await page.getByLabel("Time (optional)").fill("at");
await page.getByLabel("Feedback (optional)").fill("stars");
await page.getByLabel("Only of this agent").fill("anna");
await page.getByLabel("Begun before").fill("2026-11-20");
await page.getByLabel("Feedback at least").fill("1");
await picture("conversations");
await page.getByRole("button", { name: "Import", exact: true }).click();
await done("Imported 3 conversations", "a part of a log was imported");

await open(`/searches?dataset=${dataset.split("/").pop()}`);
await page.getByLabel("Name", { exact: true }).fill("first search");
await page.getByLabel("Model name").fill("searched");
await page.getByLabel("Base model").selectOption("local-nearest");
await page.getByLabel("Epochs").fill("1..40");
await page.getByLabel("Learning-rate multiplier").fill("0.1..10 log");
await page.getByLabel("Trials at most").fill("6");
await page.getByLabel("Budget in USD").fill("5");
await picture("searches");
await page.getByRole("button", { name: "Start the search" }).click();
await done("The search has started", "a search was started");
await page.getByRole("button", { name: "Measure the winner afresh" }).waitFor({ timeout: 120_000 });
check(await page.locator(".figures figure").count() >= 4, "parallel coordinates, the best so far, and the value over each setting");
await picture("search");
await page.getByRole("button", { name: "Measure the winner afresh" }).click();
await page.getByText("is in production").or(page.getByText("The gates refused version")).waitFor({ timeout: 60_000 });
await appears(page.getByText("fresh examples:").first(), "the winner's score on fresh examples");
await picture("search-measured");

await open("/experiments");
await page.getByLabel("Name", { exact: true }).fill("answers of November");
await page.getByLabel("A, which would stay").selectOption("support@1.0.0");
await page.getByLabel("B, which might replace it").selectOption("support@1.0.1");
await picture("experiments");
await page.getByRole("button", { name: "Start the experiment" }).click();
await done("The experiment has started", "an experiment was started");
for (let i = 0; i < 3; i++) {
  await page.getByLabel("Question").fill("Where is my parcel?");
  await page.getByLabel("In the name of").fill(`customer ${i}`);
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await page.locator(".reply").waitFor();
  if (i === 0) await picture("experiment-answer");
  await page.locator("h1").click();
  await page.keyboard.press(String(i % 2));
  await done("Scored", `answer ${i + 1} of an experiment scored by a key`);
}
await appears(page.getByText("Not decided yet"), "three scores decide nothing");
await picture("experiment");
await page.getByRole("button", { name: "End it" }).click();
await done("has ended", "the experiment was ended");

await open("/drift");
await page.getByLabel("Version", { exact: true }).selectOption("support@1.0.0");
await picture("drift-start");
await page.getByRole("button", { name: "Watch it" }).click();
await done("is watched from now on", "a version is watched");
// what an application would hand in all day
const seen = await page.evaluate(async values => {
  let last;
  for (let i = 0; i < 150; i++) {
    last = await fetch(values, { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"question": "?", "score": 0}' });
  }
  return last.status;
}, `${url}/api/drift/support@1.0.0/values`);
check(seen === 200, "values are handed in");
await page.locator("#question").fill("Where is my parcel?");
await page.locator("#score").fill("0.1");
await page.getByRole("button", { name: "Hand in" }).click();
await done("there is an alarm", "a value was handed in by hand, and the alarm is told");
await appears(page.getByText("no longer what was measured"), "drift is told first");
await picture("driftwatch");
await open("/drift");
await appears(page.getByText("drifts").first(), "the list says what drifts");
await picture("drift");
await page.getByRole("link", { name: "support@1.0.0" }).click();
await page.getByRole("button", { name: "Begin anew" }).first().click();
await done("begins anew", "a watch begins anew");

/** As many short questions in as many classes as banking77 has, for where that is not at hand. */
function labelled() {
  const file = path.join(tmpdir(), `labelled-${process.pid}.csv`);
  const words = "card account transfer pending limit fee refund exchange rate top-up cash identity app code".split(" ");
  const rows = ["text,category"];
  for (let i = 0; i < 10003; i++) {
    const kind = i % 77;
    const said = [words[kind % 14], words[(kind * 5 + 3) % 14], `topic${kind}`, words[(i * 7) % 14], `case ${Math.floor(i / 77)}`];
    rows.push(`What about my ${said.join(" ")}?,class_${kind}`);
  }
  writeFileSync(file, rows.join("\n") + "\n");
  return file;
}

await open("/datasets");
await page.getByLabel("Drop a file here").setInputFiles(process.env.LABELLED_CSV ?? labelled());
// what changes the page is held back while its pictures are taken
const nothingYet = route => route.fulfill({ contentType: "text/event-stream", body: ": nothing yet\n\n" });
await page.route("**/live", nothingYet);
await page.getByRole("button", { name: "Upload and check" }).click();
await page.waitForURL(/\/datasets\/d/);
await appears(page.getByText("10,003").first(), "ten thousand rows in seventy-seven classes are uploaded");
if (await page.getByRole("heading", { name: "Being checked" }).isVisible()) await picture("dataset-checking");
await page.unroute("**/live", nothingYet);
await page.reload();
await page.getByRole("heading", { name: "Findings" }).waitFor({ timeout: 180_000 });
check(true, "what was found comes to the page by itself");
await picture("dataset-large");
await page.getByRole("link", { name: "Train on it" }).click();
await page.getByLabel("Model name").fill("labelled");
await page.getByLabel("Base model").selectOption("local-linear");
await page.getByLabel("Epochs").fill("2");
await page.getByRole("button", { name: "Start training" }).click();
await page.waitForURL(/\/runs\//);
await page.getByRole("link", { name: "See the evaluation" }).click({ timeout: 300_000 });
await appears(page.getByText(/2,0\d\d|1,9\d\d/).first(), "it is trained on, and about two thousand questions are asked");
await picture("evaluation-large");

await open("/retrainings");
await page.getByLabel("Model name").fill("support");
await page.getByLabel("Base model").selectOption("local-linear");
await page.getByRole("button", { name: "Train it as examples arrive" }).click();
await done("From now on", "a model is trained as examples arrive");
await page.getByLabel("Question").fill("Do you ship to Iceland?");
await page.getByLabel("Answer").fill("Yes, within six working days.");
await page.getByRole("button", { name: "Hand it in" }).click();
await done("1 example is in the queue", "an example was handed in");
await page.getByLabel("All of a dataset").selectOption(dataset.split("/").pop());
await page.getByRole("button", { name: "Hand in the dataset" }).click();
await appears(page.getByText("examples are in the queue").first(), "a dataset was handed in");
const round = page.getByRole("button", { name: "Begin a round now" });
if (await round.isVisible()) {
  await round.click();
  await done("A round has begun", "a round was ordered");
}
for (let i = 0; i < 100 && !(await page.getByRole("cell", { name: "registered" }).isVisible()); i++) {
  await new Promise(next => setTimeout(next, 300));
  await page.reload();
}
await appears(page.getByRole("cell", { name: "registered" }), "a round has registered a version");
await picture("retraining");
await page.getByRole("button", { name: "Pause" }).click();
await done("No further round", "retraining was paused");
await open("/retrainings");
await picture("retrainings");
await page.getByRole("link", { name: /^Shutdown dates/ }).click();
await page.getByLabel("Base model").last().fill("local");
await page.getByLabel("It ends on").fill("2027-03-01");
await page.getByLabel("Where you have read it").fill("the provider's page");
await page.getByRole("button", { name: "Note it" }).click();
await done("Noted when local ends", "the end of a base model was noted");
await picture("retirements");
await page.getByLabel("Base model for the successor of support@1.0.0").selectOption("local-nearest");
await page.getByRole("button", { name: "Train the successor of support@1.0.0" }).click();
await done("The successor of support@1.0.0", "a successor is being trained");

await open("/review");
await picture("review");
await page.keyboard.press("a");
await done("Accepted", "a review decided by a key");
await open("/");
await picture("home");
await open("/runs");
await page.getByRole("button", { name: "Model" }).click();
await appears(page.locator("th[aria-sort]"), "a sorted table");
await picture("runs");
await open("/models");
await picture("models");
await open("/datasets");
await picture("datasets");
await page.keyboard.press("Tab");
check(await page.evaluate("document.activeElement.className") === "skip", "the keyboard begins at the link to the content");
await page.goto(`${url}/runs/unknown`);
problems.splice(0, problems.length, ...problems.filter(problem => !problem.includes("404")));
await appears(page.getByRole("alert"), "a page for what does not exist");
await picture("not-found");

await browser.close();
const found = problems.filter(problem => !problem.includes("the server responded with a status of 404"));
found.forEach(problem => console.log(problem));
console.log(found.length === 0 ? "console: the whole way without a problem" : `console: ${found.length} problems`);
process.exit(found.length === 0 ? 0 : 1);
