package dev.finetuning.mistral;

import dev.finetuning.adapter.contract.FaultMatrixContractTest;

class MistralFaultMatrixTest extends FaultMatrixContractTest {
    MistralFaultMatrixTest() {
        super(new MistralFixture());
    }
}
