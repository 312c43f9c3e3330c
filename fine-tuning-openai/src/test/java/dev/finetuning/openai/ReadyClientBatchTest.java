package dev.finetuning.openai;

import dev.finetuning.adapter.contract.BatchContractTest;

class ReadyClientBatchTest extends BatchContractTest {
    ReadyClientBatchTest() {
        super(new ReadyClientFixture(), OpenAiBatchTest.DIALECT);
    }
}
