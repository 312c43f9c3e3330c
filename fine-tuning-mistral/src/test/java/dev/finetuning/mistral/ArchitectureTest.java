package dev.finetuning.mistral;

import dev.finetuning.HouseRules;

class ArchitectureTest extends HouseRules {
    ArchitectureTest() {
        super("dev.finetuning.mistral");
    }
}
