package dev.finetuning.run.internal.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.run.internal.stored.RunEvent.JobSeen;

/** How a job looked, as stored JSON: fields are only ever added, unknown ones are ignored. */
final class JobSeenJson {
    private JobSeenJson() {}

    static void write(JobSeen e, ObjectNode out) {
        out.put("phase", e.phase()).put("providerText", e.providerText());
        if (e.estimatedFinish() != null) {
            out.put("estimatedFinish", e.estimatedFinish().toString());
        }
        out.put("trainedTokens", e.trainedTokens());
        StoredJson.put(out, "metrics", e.metrics());
    }

    static JobSeen read(JsonNode in) {
        return new JobSeen(
                StoredJson.text(in, "phase"),
                StoredJson.text(in, "providerText"),
                StoredJson.instantOrNull(in, "estimatedFinish"),
                StoredJson.wholeOrNull(in, "trainedTokens"),
                StoredJson.map(in, "metrics", JobSeenJson::metric));
    }

    /** A metric; what is no finite number, as the loss of a training that diverged, is stored as a text. */
    private static double metric(JsonNode value) {
        return switch (value.asText()) {
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            case "NaN" -> Double.NaN;
            default -> value.doubleValue();
        };
    }
}
