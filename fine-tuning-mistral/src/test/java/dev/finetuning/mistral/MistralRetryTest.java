package dev.finetuning.mistral;

import dev.finetuning.adapter.contract.RetryContractTest;

class MistralRetryTest extends RetryContractTest {
    MistralRetryTest() {
        super(new MistralFixture());
    }
}
