package dev.finetuning.openweights;

import dev.finetuning.HouseRules;

class ArchitectureTest extends HouseRules {
    ArchitectureTest() {
        super("dev.finetuning.openweights");
    }
}
