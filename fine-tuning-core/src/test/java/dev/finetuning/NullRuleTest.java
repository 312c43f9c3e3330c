package dev.finetuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rule of {@link HouseRules} about absence finds null wherever a signature can hide it. */
class NullRuleTest {
    @Test
    void rule_nullAnywhereInASignature_isFound() {
        assertThat(Arrays.stream(Hiding.class.getDeclaredMethods())).hasSize(6).allMatch(HouseRules::speaksOfNull);
        assertThat(Arrays.stream(Sound.class.getDeclaredMethods())).hasSize(3).noneMatch(HouseRules::speaksOfNull);
    }

    @Test
    void rule_nullHandedIn_isFoundUnlessItIsAJsonValueOrAnExceptionsDetail() {
        assertThat(Arrays.stream(Taking.class.getDeclaredMethods())).hasSize(2).allMatch(HouseRules::takesNull);
        assertThat(Arrays.stream(Sound.class.getDeclaredMethods())).noneMatch(HouseRules::takesNull);
        assertThat(Arrays.stream(Detailed.class.getDeclaredConstructors())).noneMatch(HouseRules::takesNull);
    }

    @NullMarked
    interface Taking {
        void one(@Nullable String name);

        void second(String name, @Nullable Integer number);
    }

    @NullMarked
    static final class Detailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Detailed(@Nullable String detail, @Nullable Throwable cause) {
            super(detail, cause);
        }
    }

    @NullMarked
    interface Hiding {
        @Nullable
        String returned();

        Function<String, @Nullable String> function();

        Map<String, List<@Nullable String>> deep();

        List<? extends @Nullable Object> bound();

        @Nullable
        String[] element();

        void given(Function<? super String, @Nullable String> function);
    }

    @NullMarked
    interface Sound {
        List<String> returned();

        Function<? super String, ? extends String> function();

        boolean equal(@Nullable Object other);
    }
}
