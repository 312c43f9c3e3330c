package dev.finetuning.openai;

import dev.finetuning.HouseRules;

class ArchitectureTest extends HouseRules {
    ArchitectureTest() {
        super("dev.finetuning.openai");
    }
}
