package dev.finetuning.mistral;

import dev.finetuning.adapter.contract.LostMarkContractTest;

class MistralLostMarkTest extends LostMarkContractTest {
    MistralLostMarkTest() {
        super(new MistralFixture());
    }
}
