package dev.finetuning.openai;

import dev.finetuning.adapter.contract.ProviderConnectionContractTest;

class OpenAiConnectionTest extends ProviderConnectionContractTest {
    OpenAiConnectionTest() {
        super(new OpenAiFixture());
    }
}
