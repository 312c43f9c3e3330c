package dev.finetuning.openai;

import dev.finetuning.adapter.contract.OddRunContractTest;

class OpenAiOddRunTest extends OddRunContractTest {
    OpenAiOddRunTest() {
        super(new OpenAiFixture());
    }
}
