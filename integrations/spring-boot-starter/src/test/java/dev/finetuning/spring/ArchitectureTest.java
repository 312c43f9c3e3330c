package dev.finetuning.spring;

import dev.finetuning.HouseRules;
import java.util.Map;

class ArchitectureTest extends HouseRules {
    ArchitectureTest() {
        super("dev.finetuning.spring");
    }

    @Override
    protected Map<String, String> nullDemanded() {
        String reason = "Spring Boot binds a property that is not set to null, even where the type is Optional, and"
                + " advises against Optional in properties";
        return Map.of(
                "dev.finetuning.spring.FineTuningProperties$Provider", reason,
                "dev.finetuning.spring.FineTuningProperties$Chat", reason);
    }
}
