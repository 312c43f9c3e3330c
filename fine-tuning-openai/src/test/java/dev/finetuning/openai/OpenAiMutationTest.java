package dev.finetuning.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.adapter.contract.MutationContractTest;
import dev.finetuning.training.TrainingJob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** The examples of the published description, mutated. */
class OpenAiMutationTest extends MutationContractTest<OpenAiTrainingPipeline> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FixedAnswers provider = new FixedAnswers();

    OpenAiMutationTest() {
        super(new Dialect(
                "get /fine_tuning/jobs/{fine_tuning_job_id}", Set.of("succeeded", "failed", "cancelled"), "succeeded"));
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Override
    protected Map<String, Consumer<OpenAiTrainingPipeline>> operations() {
        return FixedAnswers.operations();
    }

    @Override
    protected Map<String, List<JsonNode>> answers() {
        Spec spec = Spec.read();
        Map<String, List<JsonNode>> answers = new HashMap<>();
        for (String operation : operations().keySet()) {
            String[] parts = operation.split(" ", 2);
            List<JsonNode> valid = new ArrayList<>();
            spec.examples(parts[0], parts[1]).forEach(text -> addIfJson(text, valid));
            if (valid.isEmpty()) {
                // The description's own example of a list of jobs is cut short with an ellipsis.
                valid.add(listOf(Objects.requireNonNull(answers.get("post /fine_tuning/jobs"))));
            }
            answers.put(operation, valid);
        }
        return answers;
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

    @Override
    protected OpenAiTrainingPipeline answering(String json) {
        return provider.answering(json);
    }

    @Override
    protected TrainingJob job(OpenAiTrainingPipeline pipeline) {
        return pipeline.job("ftjob-1");
    }
}
