package dev.finetuning.openai;

import dev.finetuning.adapter.contract.FaultMatrixContractTest;

class ReadyClientFaultMatrixTest extends FaultMatrixContractTest {
    ReadyClientFaultMatrixTest() {
        super(new ReadyClientFixture());
    }
}
