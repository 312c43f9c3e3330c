package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.adapter.contract.JsonMutations;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.training.TrainingJob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Example responses with fields added, removed, nulled, retyped and words changed, by a seed: the adapter
 * answers or fails as typed, and calls a job ended only where the answer's own word says so.
 */
class MutationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SEED = 20261121;
    private static final Set<String> TERMINAL = Set.of("succeeded", "failed", "cancelled");
    private static final String JOB = "get /fine_tuning/jobs/{fine_tuning_job_id}";

    @Test
    void mutatedResponses_aFewThousand_neverCrashNorEndAJobFalsely() {
        run(3_000);
    }

    @Test
    @Tag("campaign")
    void mutatedResponses_aHundredThousand_neverCrashNorEndAJobFalsely() {
        run(100_000);
    }

    private static void run(int mutations) {
        JsonMutations odd = new JsonMutations(SEED, "succeeded");
        List<Map.Entry<String, Consumer<OpenAiTrainingPipeline>>> operations =
                List.copyOf(FixedAnswers.operations().entrySet());
        Map<String, List<JsonNode>> examples = examples(operations);
        int answered = 0;
        try (FixedAnswers provider = new FixedAnswers()) {
            for (int i = 0; i < mutations; i++) {
                var operation = odd.any(operations);
                JsonNode mutated = odd.mutated(odd.any(examples.get(operation.getKey())));
                answered += check(provider, operation.getKey(), operation.getValue(), mutated.toString()) ? 1 : 0;
            }
        }
        assertThat(answered).isGreaterThan(mutations / 2).isLessThan(mutations);
    }

    private static Map<String, List<JsonNode>> examples(
            List<Map.Entry<String, Consumer<OpenAiTrainingPipeline>>> operations) {
        Spec spec = Spec.read();
        Map<String, List<JsonNode>> examples = new java.util.HashMap<>();
        for (var operation : operations) {
            String[] parts = operation.getKey().split(" ", 2);
            List<JsonNode> valid = new ArrayList<>();
            spec.examples(parts[0], parts[1]).forEach(text -> addIfJson(text, valid));
            if (valid.isEmpty()) {
                // The description's own example of a list of jobs is cut short with an ellipsis.
                valid.add(listOf(examples.get("post /fine_tuning/jobs")));
            }
            examples.put(operation.getKey(), valid);
        }
        return examples;
    }

    private static JsonNode listOf(List<JsonNode> jobs) {
        ObjectNode page = JSON.createObjectNode().put("object", "list").put("has_more", false);
        page.putArray("data").addAll(jobs);
        return page;
    }

    private static void addIfJson(String text, List<JsonNode> valid) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isObject()) {
                valid.add(node);
            }
        } catch (IOException e) {
            // The description has examples that are not JSON.
        }
    }

    /** Whether the adapter answered; that it failed otherwise than as typed ends the test. */
    private static boolean check(
            FixedAnswers provider, String name, Consumer<OpenAiTrainingPipeline> operation, String json) {
        OpenAiTrainingPipeline pipeline = provider.answering(json);
        try {
            if (name.equals(JOB)) {
                TrainingJob job = pipeline.job("ftjob-1");
                assertThat(job.status().terminal()).as(json).isEqualTo(saysTerminal(json));
                assertThat(job.failure().isEmpty() || saysTerminal(json))
                        .as(json)
                        .isTrue();
            } else {
                operation.accept(pipeline);
            }
            return true;
        } catch (ProviderException e) {
            return false;
        } catch (RuntimeException e) {
            throw new AssertionError(name + " crashed on " + json, e);
        }
    }

    private static boolean saysTerminal(String json) {
        try {
            JsonNode status = JSON.readTree(json).path("status");
            return status.isTextual() && TERMINAL.contains(status.textValue());
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }
}
