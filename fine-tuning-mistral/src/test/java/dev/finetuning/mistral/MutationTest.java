package dev.finetuning.mistral;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.adapter.contract.JsonMutations;
import dev.finetuning.mistral.sandbox.MistralSandbox;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.ReceivedRequest;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.TrainingJob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The sandbox's answers with fields added, removed, nulled, retyped and words changed, by a seed: the
 * adapter answers or fails as typed, and calls a job ended only where the answer's own word says so.
 */
class MutationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SEED = 20261121;
    private static final Set<String> TERMINAL = Set.of("SUCCESS", "FAILED", "FAILED_VALIDATION", "CANCELLED");
    private static final String JOB = "get /v1/fine_tuning/jobs/job-1";

    private final ManualTime time = ManualTime.create();

    @RegisterExtension
    final MistralSandbox sandbox = new MistralSandbox(time);

    private final Map<String, List<JsonNode>> answers = new HashMap<>();

    @Test
    void mutatedAnswers_aThousand_neverCrashNorEndAJobFalsely() {
        run(1_000);
    }

    @Test
    @Tag("campaign")
    void mutatedAnswers_aHundredThousand_neverCrashNorEndAJobFalsely() {
        run(100_000);
    }

    private void note(ReceivedRequest request, Answer answer) {
        String operation = (request.method().toLowerCase(Locale.ROOT) + " " + request.path())
                .replaceFirst("(/fine_tuning/jobs)/[^/]+", "$1/job-1")
                .replaceFirst("(/files)/[^/]+", "$1/file-1")
                .replaceFirst("(/batch/jobs)/[^/]+", "$1/b")
                .replaceFirst("(/models)/[^/]+", "$1/m");
        if (FixedAnswers.operations().containsKey(operation)) {
            answers.computeIfAbsent(operation, key -> new ArrayList<>()).add(parsed(answer.body()));
        }
    }

    private static JsonNode parsed(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError("the sandbox answers with JSON", e);
        }
    }

    private void run(int mutations) {
        sandbox.onAnswer(this::note);
        new Exercise(Fixtures.pipeline(sandbox), time).everything();
        JsonMutations odd = new JsonMutations(SEED, "SUCCESS");
        List<Map.Entry<String, Consumer<MistralTrainingPipeline>>> operations =
                List.copyOf(FixedAnswers.operations().entrySet());
        int answered = 0;
        try (FixedAnswers provider = new FixedAnswers()) {
            for (int i = 0; i < mutations; i++) {
                var operation = odd.any(operations);
                JsonNode mutated = odd.mutated(odd.any(answers.get(operation.getKey())));
                answered += check(provider, operation.getKey(), operation.getValue(), mutated) ? 1 : 0;
            }
        }
        assertThat(answered).isGreaterThan(mutations / 2).isLessThan(mutations);
    }

    /** Whether the adapter answered; that it failed otherwise than as typed ends the test. */
    private static boolean check(
            FixedAnswers provider, String name, Consumer<MistralTrainingPipeline> operation, JsonNode answer) {
        MistralTrainingPipeline pipeline = provider.answering(answer.toString());
        try {
            if (name.equals(JOB)) {
                TrainingJob job = pipeline.job("job-1");
                assertThat(job.status().terminal()).as("%s", answer).isEqualTo(saysTerminal(answer));
                assertThat(job.failure().isEmpty() || saysTerminal(answer))
                        .as("%s", answer)
                        .isTrue();
                pipeline.events("job-1");
                pipeline.checkpoints("job-1");
                assertThat(JobEstimate.of(job)).isNotNull();
            } else {
                operation.accept(pipeline);
            }
            return true;
        } catch (ProviderException e) {
            return false;
        } catch (RuntimeException e) {
            throw new AssertionError(name + " crashed on " + answer, e);
        }
    }

    private static boolean saysTerminal(JsonNode answer) {
        JsonNode status = answer.path("status");
        return status.isTextual() && TERMINAL.contains(status.textValue());
    }
}
