package dev.finetuning.mistral;

import dev.finetuning.adapter.contract.HostConnectionContractTest;

class MistralConnectionTest extends HostConnectionContractTest {
    MistralConnectionTest() {
        super(new MistralFixture());
    }
}
