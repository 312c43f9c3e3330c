package dev.finetuning.mistral;

import dev.finetuning.adapter.contract.StreamingContractTest;

class MistralStreamingTest extends StreamingContractTest {
    MistralStreamingTest() {
        super(new MistralFixture());
    }
}
