package dev.finetuning.openai;

import dev.finetuning.adapter.contract.StreamingContractTest;

class OpenAiStreamingTest extends StreamingContractTest {
    OpenAiStreamingTest() {
        super(new OpenAiFixture());
    }
}
