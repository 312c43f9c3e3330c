package dev.finetuning.mistral;

import dev.finetuning.adapter.contract.OddRunContractTest;

class MistralOddRunTest extends OddRunContractTest {
    MistralOddRunTest() {
        super(new MistralFixture());
    }
}
