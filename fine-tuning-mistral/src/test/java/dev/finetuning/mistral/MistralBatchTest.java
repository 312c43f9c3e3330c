package dev.finetuning.mistral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.adapter.contract.BatchContractTest;
import dev.finetuning.provider.NotFoundException;
import org.junit.jupiter.api.Test;

class MistralBatchTest extends BatchContractTest {
    MistralBatchTest() {
        super(
                new MistralFixture(),
                new Dialect(
                        "/v1/batch/jobs",
                        100_000,
                        "mistral-small-latest",
                        "{\"custom_id\":\"a\",\"body\":{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],"
                                + "\"temperature\":0.0}}",
                        "ft:none",
                        "HTTP 400: Invalid model: ft:none",
                        "{\"id\":\"b1\",\"status\":\"FAILED\",\"errors\":"
                                + "[{\"message\":\"too many\",\"count\":2},{\"message\":\"too long\",\"count\":1}]}"));
    }

    @Test
    void deleteBatch_thenAnswers_areNotFound() {
        MistralChatModel model = (MistralChatModel) model(Fixtures.MODEL);
        String batch = model.submit(questions(3));
        model.cancelBatch(batch);
        model.deleteBatch(batch);

        assertThat(catchThrowableOfType(NotFoundException.class, () -> model.answers(batch)))
                .isNotNull();
    }
}
