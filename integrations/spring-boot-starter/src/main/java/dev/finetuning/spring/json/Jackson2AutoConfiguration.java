package dev.finetuning.spring.json;

import com.fasterxml.jackson.databind.module.SimpleModule;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Gives the application's mapper of Jackson 2 the library's values. */
@AutoConfiguration(
        beforeName = {
            "org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration",
            "org.springframework.boot.jackson2.autoconfigure.Jackson2AutoConfiguration"
        })
public class Jackson2AutoConfiguration {
    /** Used by Spring. */
    public Jackson2AutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "fineTuningJackson2Module")
    SimpleModule fineTuningJackson2Module() {
        return Jackson2.module();
    }
}
