package dev.finetuning.openweights.serving;

import dev.finetuning.adapter.contract.StreamingContractTest;

class HostedStreamingTest extends StreamingContractTest {
    HostedStreamingTest() {
        super(new VllmFixture());
    }
}
