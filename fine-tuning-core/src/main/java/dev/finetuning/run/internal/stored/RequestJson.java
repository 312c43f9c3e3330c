package dev.finetuning.run.internal.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.run.internal.stored.StoredRequest.StoredHyperparameters;
import dev.finetuning.training.TrainingMethod.Classifier.Target;
import java.util.List;

/** Training requests as stored JSON: fields are only ever added, unknown ones are ignored. */
final class RequestJson {
    private RequestJson() {}

    static void write(ObjectNode out, StoredRequest request) {
        out.put("baseModel", request.baseModel())
                .put("method", request.method())
                .put("beta", request.beta());
        if (request.desirableWeight() != null) {
            out.put("desirableWeight", request.desirableWeight());
        }
        if (request.undesirableWeight() != null) {
            out.put("undesirableWeight", request.undesirableWeight());
        }
        if (request.grader() != null) {
            StoredJson.putFree(out, "grader", request.grader());
        }
        if (request.targets() != null) {
            targets(out.putArray("targets"), request.targets());
        }
        StoredHyperparameters values = request.hyperparameters();
        ObjectNode hyperparameters = out.putObject("hyperparameters")
                .put("epochs", values.epochs())
                .put("batchSize", values.batchSize())
                .put("learningRateMultiplier", values.learningRateMultiplier());
        StoredJson.putFree(hyperparameters, "others", values.others());
        out.put("suffix", request.suffix()).put("seed", request.seed());
        StoredJson.put(out, "metadata", request.metadata());
        StoredJson.putFree(out, "options", request.options());
    }

    private static void targets(ArrayNode out, List<Target> targets) {
        for (Target target : targets) {
            ObjectNode node = out.addObject().put("name", target.name());
            StoredJson.put(node, "labels", target.labels());
            node.put("multiLabel", target.multiLabel());
        }
    }

    static StoredRequest read(JsonNode in) {
        JsonNode values = in.path("hyperparameters");
        return new StoredRequest(
                StoredJson.text(in, "baseModel"),
                StoredJson.text(in, "method"),
                StoredJson.numberOrNull(in, "beta"),
                StoredJson.numberOrNull(in, "desirableWeight"),
                StoredJson.numberOrNull(in, "undesirableWeight"),
                in.hasNonNull("grader") ? StoredJson.free(in, "grader") : null,
                in.hasNonNull("targets") ? StoredJson.list(in, "targets", RequestJson::target) : null,
                new StoredHyperparameters(
                        StoredJson.numberOrNull(values, "epochs"),
                        StoredJson.numberOrNull(values, "batchSize"),
                        StoredJson.numberOrNull(values, "learningRateMultiplier"),
                        StoredJson.free(values, "others")),
                StoredJson.textOrNull(in, "suffix"),
                StoredJson.wholeOrNull(in, "seed"),
                StoredJson.map(in, "metadata", JsonNode::textValue),
                StoredJson.free(in, "options"));
    }

    private static Target target(JsonNode in) {
        return new Target(
                StoredJson.text(in, "name"),
                StoredJson.list(in, "labels", JsonNode::textValue),
                StoredJson.flag(in, "multiLabel"));
    }
}
