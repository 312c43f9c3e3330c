package dev.finetuning.eval;

import dev.finetuning.HouseRules;

class ArchitectureTest extends HouseRules {
    ArchitectureTest() {
        super("dev.finetuning.eval");
    }
}
