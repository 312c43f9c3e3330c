package dev.finetuning.registry;

/** What a registered model may be called. */
final class RegistryNames {
    private static final int MAX = 128;

    private RegistryNames() {}

    static String check(String name) {
        boolean sound = !name.isBlank()
                && name.length() <= MAX
                && name.indexOf('@') < 0
                && name.chars().noneMatch(Character::isISOControl);
        if (!sound) {
            throw new IllegalArgumentException("a model's name has 1 to " + MAX
                    + " characters, none of them @ or a control character: it has " + name.length());
        }
        return name;
    }
}
