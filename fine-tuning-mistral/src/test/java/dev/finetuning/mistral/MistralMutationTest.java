package dev.finetuning.mistral;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.adapter.contract.MutationContractTest;
import dev.finetuning.mistral.sandbox.MistralSandbox;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Json;
import dev.finetuning.sandbox.ReceivedRequest;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.TrainingJob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The sandbox's answers, mutated: the published description has few examples. */
class MistralMutationTest extends MutationContractTest<MistralTrainingPipeline> {
    private final ManualTime time = ManualTime.create();

    @RegisterExtension
    final MistralSandbox sandbox = new MistralSandbox(time);

    private final FixedAnswers provider = new FixedAnswers();
    private final Map<String, List<JsonNode>> answers = new HashMap<>();

    MistralMutationTest() {
        super(new Dialect(
                "get /v1/fine_tuning/jobs/job-1",
                Set.of("SUCCESS", "FAILED", "FAILED_VALIDATION", "CANCELLED"),
                "SUCCESS"));
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Override
    protected Map<String, Consumer<MistralTrainingPipeline>> operations() {
        return FixedAnswers.operations();
    }

    @Override
    protected Map<String, List<JsonNode>> answers() {
        sandbox.onAnswer(this::note);
        new Exercise(Fixtures.pipeline(sandbox), time).everything();
        return answers;
    }

    private void note(ReceivedRequest request, Answer answer) {
        String operation = (request.method().toLowerCase(Locale.ROOT) + " " + request.path())
                .replaceFirst("(/fine_tuning/jobs)/[^/]+", "$1/job-1")
                .replaceFirst("(/files)/[^/]+", "$1/file-1")
                .replaceFirst("(/batch/jobs)/[^/]+", "$1/b")
                .replaceFirst("(/models)/[^/]+", "$1/m");
        if (FixedAnswers.operations().containsKey(operation)) {
            answers.computeIfAbsent(operation, key -> new ArrayList<>()).add(Json.parse(answer.body()));
        }
    }

    @Override
    protected MistralTrainingPipeline answering(String json) {
        return provider.answering(json);
    }

    @Override
    protected TrainingJob job(MistralTrainingPipeline pipeline) {
        TrainingJob job = pipeline.job("job-1");
        pipeline.events("job-1");
        pipeline.checkpoints("job-1");
        assertThat(JobEstimate.of(job)).isNotNull();
        return job;
    }
}
