package dev.finetuning.openai;

import dev.finetuning.adapter.contract.LostMarkContractTest;

class OpenAiLostMarkTest extends LostMarkContractTest {
    OpenAiLostMarkTest() {
        super(new OpenAiFixture());
    }
}
