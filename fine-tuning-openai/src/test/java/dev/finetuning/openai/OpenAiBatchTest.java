package dev.finetuning.openai;

import dev.finetuning.adapter.contract.BatchContractTest;

class OpenAiBatchTest extends BatchContractTest {
    static final Dialect DIALECT = new Dialect(
            "/v1/batches",
            50_000,
            "gpt-4.1-nano-2025-04-14",
            "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\""
                    + Fixtures.MODEL
                    + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],\"temperature\":0.0}}",
            "ft:gpt-4.1-mini:none::x",
            "HTTP 404",
            "{\"id\":\"b1\",\"status\":\"failed\",\"errors\":{\"data\":"
                    + "[{\"message\":\"too many\"},{\"message\":\"too long\"}]}}");

    OpenAiBatchTest() {
        super(new OpenAiFixture(), DIALECT);
    }
}
