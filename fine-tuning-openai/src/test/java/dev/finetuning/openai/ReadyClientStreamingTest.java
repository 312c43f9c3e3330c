package dev.finetuning.openai;

import dev.finetuning.adapter.contract.StreamingContractTest;

class ReadyClientStreamingTest extends StreamingContractTest {
    ReadyClientStreamingTest() {
        super(new ReadyClientFixture());
    }
}
