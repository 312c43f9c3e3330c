package dev.finetuning.mistral;

import dev.finetuning.adapter.contract.ProviderConnectionContractTest;

class MistralConnectionTest extends ProviderConnectionContractTest {
    MistralConnectionTest() {
        super(new MistralFixture());
    }
}
