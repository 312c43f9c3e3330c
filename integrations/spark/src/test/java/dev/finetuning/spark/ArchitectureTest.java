package dev.finetuning.spark;

import dev.finetuning.HouseRules;

class ArchitectureTest extends HouseRules {
    ArchitectureTest() {
        super("dev.finetuning.spark");
    }
}
