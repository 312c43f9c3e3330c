package dev.finetuning.openai;

import dev.finetuning.adapter.contract.FaultMatrixContractTest;

class OpenAiFaultMatrixTest extends FaultMatrixContractTest {
    OpenAiFaultMatrixTest() {
        super(new OpenAiFixture());
    }
}
