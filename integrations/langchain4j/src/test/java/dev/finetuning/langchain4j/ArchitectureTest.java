package dev.finetuning.langchain4j;

import dev.finetuning.HouseRules;

class ArchitectureTest extends HouseRules {
    ArchitectureTest() {
        super("dev.finetuning.langchain4j");
    }
}
