package dev.finetuning.openai;

import dev.finetuning.adapter.contract.HostConnectionContractTest;

class OpenAiConnectionTest extends HostConnectionContractTest {
    OpenAiConnectionTest() {
        super(new OpenAiFixture());
    }
}
