package dev.finetuning.run.internal.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.run.DataChecks;
import dev.finetuning.run.internal.stored.RunEvent.Started;

/** The plan with which a run was started, as stored JSON: fields are only ever added, unknown ones are ignored. */
final class StartedJson {
    private StartedJson() {}

    static void write(Started e, ObjectNode out) {
        out.put("name", e.name());
        StoredJson.put(out, "labels", e.labels());
        RequestJson.write(out.putObject("request"), e.request());
        StoredData data = e.data();
        out.putObject("data")
                .put("train", data.train())
                .put("trainExamples", data.trainExamples())
                .put("validation", data.validation())
                .put("test", data.test())
                .put("fingerprint", data.fingerprint())
                .put("version", data.version())
                .put("validated", data.validated());
        if (e.cost() != null) {
            CostJson.write(out.putObject("cost"), e.cost());
        }
        if (e.checks() != null) {
            ObjectNode checks = out.putObject("checks")
                    .put("examples", e.checks().examples())
                    .put("leftOut", e.checks().leftOut());
            StoredJson.put(checks, "findings", e.checks().findings());
        }
        if (!e.promoting()) {
            out.put("promoting", false);
        }
    }

    static Started read(JsonNode in) {
        JsonNode data = in.path("data");
        JsonNode checks = in.path("checks");
        return new Started(
                StoredJson.text(in, "name"),
                StoredJson.map(in, "labels", JsonNode::textValue),
                RequestJson.read(in.path("request")),
                new StoredData(
                        StoredJson.text(data, "train"),
                        (int) StoredJson.whole(data, "trainExamples"),
                        StoredJson.textOrNull(data, "validation"),
                        StoredJson.textOrNull(data, "test"),
                        StoredJson.text(data, "fingerprint"),
                        StoredJson.textOrNull(data, "version"),
                        StoredJson.numberOrNull(data, "validated")),
                in.hasNonNull("cost") ? CostJson.read(in.get("cost")) : null,
                checks.isObject()
                        ? new DataChecks(
                                StoredJson.whole(checks, "examples"),
                                StoredJson.whole(checks, "leftOut"),
                                StoredJson.map(checks, "findings", JsonNode::longValue))
                        : null,
                in.path("promoting").asBoolean(true));
    }
}
