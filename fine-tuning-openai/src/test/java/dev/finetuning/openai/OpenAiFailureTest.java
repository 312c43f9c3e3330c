package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.adapter.contract.FailureContractTest;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.TrainingMethod;
import dev.finetuning.training.TrainingRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiFailureTest extends FailureContractTest {
    private static final String LOOK = "GET /v1/fine_tuning/jobs/";

    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox(ManualTime.create());

    private final OpenAiTrainingPipeline pipeline = new OpenAiTrainingPipeline(
            Fixtures.settings(sandbox).readPatience(Duration.ZERO).build());

    OpenAiFailureTest() {
        super(
                new OpenAiFixture(),
                new Dialect(
                        "x-request-id",
                        OpenAiSandbox.error(403, "training_not_available", "Fine-tuning is no longer available.")));
    }

    @AfterEach
    void closePipeline() {
        pipeline.close();
    }

    @ParameterizedTest
    @CsvSource({"400, file_not_ready, RetryLaterException", "429, insufficient_quota, CredentialsException"})
    void code_thatSaysMoreThanTheStatus_decides(int status, String code, String type) {
        sandbox.answerNext(LOOK, OpenAiSandbox.error(status, code, "No."));

        assertThat(catchThrowableOfType(ProviderException.class, () -> pipeline.job("ftjob-1")))
                .satisfies(failure ->
                        assertThat(failure.getClass().getSimpleName()).isEqualTo(type));
    }

    @Test
    void error_withoutACode_hasItsTypeAsCode() {
        sandbox.answerNext(LOOK, OpenAiSandbox.error(500, null, "No."));

        assertThat(catchThrowableOfType(RetryLaterException.class, () -> pipeline.job("ftjob-1"))
                        .incident()
                        .code())
                .contains("invalid_request_error");
    }

    @Test
    void models_verbThatNoSuchProviderHas_isGoneAtTheProviderNotAtAClass() {
        CapabilityGoneException gone = catchThrowableOfType(
                CapabilityGoneException.class, () -> pipeline.models().archive("m", true));
        assertThat(gone.incident().provider()).isEqualTo("openai");
        assertThat(gone.capability()).isEqualTo("archive model");
    }

    @Test
    void start_beyondTheProvider_isRefusedWithAllReasonsBeforeAnythingIsSent() {
        TrainingRequest request = TrainingRequest.builder("m", "file-1")
                .method(new TrainingMethod.Classifier(List.of()))
                .hyperparameters(Hyperparameters.AUTO.withEpochs(99).withBatchSize(1000))
                .build();
        RequestRejectedException refused =
                catchThrowableOfType(RequestRejectedException.class, () -> pipeline.start(request));
        assertThat(refused.reasons()).hasSize(3);
        assertThat(sandbox.requestLines()).isEmpty();
    }

    @Test
    void message_thatQuotesTheKey_isScrubbed() {
        sandbox.answerNext(
                LOOK, OpenAiSandbox.error(401, "invalid_api_key", "Incorrect API key: " + Fixtures.KEY.reveal()));
        assertThat(catchThrowableOfType(CredentialsException.class, () -> pipeline.job("ftjob-1")))
                .hasMessageContaining("Incorrect API key: ***")
                .hasNoCause();
    }
}
