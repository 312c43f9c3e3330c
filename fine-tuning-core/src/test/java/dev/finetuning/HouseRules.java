package dev.finetuning;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What holds for the main classes of every library module; each module has a test that extends this. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HouseRules {
    private static final Set<String> CLOCK_READERS = Set.of(
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalDateTime",
            "java.time.OffsetDateTime",
            "java.time.ZonedDateTime");

    private static final Set<String> JACKSON = Set.of(
            "com.fasterxml.jackson.core.JsonFactory",
            "com.fasterxml.jackson.core.JsonFactoryBuilder",
            "com.fasterxml.jackson.databind.ObjectMapper",
            "com.fasterxml.jackson.databind.json.JsonMapper");

    /** Internals of core that its module exports to the other modules of this project, and to no one else. */
    private static final String[] SHARED = {
        "dev.finetuning.internal.content..",
        "dev.finetuning.internal.io..",
        "dev.finetuning.internal.jackson..",
        "dev.finetuning.internal.threads..",
        "dev.finetuning.internal.tokens..",
        "dev.finetuning.asking.internal.."
    };

    private static final Path SOURCES = Path.of("src/main/java");
    private static final int LARGE_ROOM = 22;
    private static final String REASON = "One package because";
    private static final Pattern EXPORT = Pattern.compile("^\\s*exports ([\\w.]+);", Pattern.MULTILINE);

    private static final Pattern MEMBERS =
            Pattern.compile("get(Declared)?(Method|Field|Constructor|Classe)s?|getRecordComponents|newInstance");

    private final String modulePackage;
    private final JavaClasses module;

    /** Takes the module's root package, below which all of its classes live. */
    protected HouseRules(String modulePackage) {
        this.modulePackage = modulePackage;
        this.module = new ClassFileImporter()
                .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
                .importPackages(modulePackage);
    }

    /**
     * Types of which a framework demands null, each with its reason. Their methods and constructors may return and
     * take it. None by default.
     */
    protected Map<String, String> nullDemanded() {
        return Map.of();
    }

    /** The module's main classes. */
    protected final JavaClasses module() {
        return module;
    }

    @Test
    void nothing_sleepsExceptTheOneSleeper() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.finetuning.SystemSleeper")
                .should()
                .callMethodWhere(call(
                        "sleep", owner -> owner.isEquivalentTo(Thread.class) || owner.isEquivalentTo(TimeUnit.class)))
                .because("waiting goes through dev.finetuning.Sleeper, so that tests need not wait")
                .allowEmptyShould(true)
                .check(module);
    }

    @Test
    void nothing_readsTheTimeWithoutAClock() {
        noClasses()
                .should()
                .callMethodWhere(call("now", owner -> CLOCK_READERS.contains(owner.getName()))
                        .and(withoutArguments()))
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("time is injected as a java.time.InstantSource or Clock")
                .allowEmptyShould(true)
                .check(module);
    }

    @Test
    void nothing_printsToStandardStreams() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.allowEmptyShould(true).check(module);
    }

    @Test
    void nothing_setsJacksonUpElsewhere() {
        noClasses()
                .that(resideOutsideOfPackage("dev.finetuning.internal.jackson.."))
                .should()
                .callConstructorWhere(describe(
                        "of a factory or mapper",
                        made -> JACKSON.contains(made.getTarget().getOwner().getName())
                                && made.getTarget().getRawParameterTypes().isEmpty()))
                .orShould()
                .callMethodWhere(call("builder", owner -> JACKSON.contains(owner.getName())))
                .orShould()
                .callMethodWhere(call("toString", owner -> owner.isAssignableTo(JsonNode.class)))
                .because("by itself Jackson leaves buffers in threads, which keep closed class loaders")
                .allowEmptyShould(true)
                .check(module);
    }

    @Test
    void nothing_usesAnotherModulesInternals() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("dev.finetuning..internal..")
                        .and(not(resideInAnyPackage(SHARED)))
                        .and(not(resideInAPackage(modulePackage + ".."))))
                .allowEmptyShould(true)
                .check(module);
    }

    @Test
    void everyPackage_isNullMarked() {
        assertThat(module.stream()
                        .map(JavaClass::getPackage)
                        .filter(each -> !each.isAnnotatedWith(NullMarked.class))
                        .map(JavaPackage::getName)
                        .distinct())
                .as("packages without a package-info that says @NullMarked")
                .isEmpty();
    }

    @Test
    void everyRoom_isSmallOrSaysWhyNot() throws IOException {
        Map<Path, Long> rooms;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            rooms = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java") && !file.endsWith("module-info.java"))
                    .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
        }
        assertThat(rooms.entrySet().stream()
                        .filter(room -> room.getValue() > LARGE_ROOM)
                        .filter(room -> !read(room.getKey().resolve("package-info.java"))
                                .contains(REASON)))
                .as(
                        "packages of more than %d files whose package-info has no paragraph with \"%s\"",
                        LARGE_ROOM, REASON)
                .isEmpty();
    }

    @Test
    void nothingPublic_returnsNull() {
        Set<String> exported = exportedPackages();
        assertThat(module.stream()
                        .filter(type -> exported.contains(type.getPackageName()))
                        .map(JavaClass::reflect)
                        .filter(HouseRules::visible)
                        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                        .filter(HouseRules::speaksOfNull)
                        .filter(method -> !isDemanded(method.getDeclaringClass()))
                        .map(method -> method.getDeclaringClass().getName() + "." + method.getName()))
                .as("what may be absent is returned as an Optional, by the method itself or by a function it is given")
                .isEmpty();
    }

    @Test
    void nothingPublic_takesNull() {
        Set<String> exported = exportedPackages();
        assertThat(module.stream()
                        .filter(type -> exported.contains(type.getPackageName()))
                        .map(JavaClass::reflect)
                        .filter(HouseRules::visible)
                        .flatMap(type -> Stream.<Executable>concat(
                                Arrays.stream(type.getDeclaredMethods()),
                                Arrays.stream(type.getDeclaredConstructors())))
                        .filter(member -> Modifier.isPublic(member.getModifiers()) && !member.isSynthetic())
                        .filter(HouseRules::takesNull)
                        .filter(member -> !isDemanded(member.getDeclaringClass()))
                        .map(member -> member.getDeclaringClass().getName() + ": " + member.getName()))
                .as("what may be absent is a setter that is not called, or an overload; null may only be a JSON value,"
                        + " or what an exception's constructor lacks")
                .isEmpty();
    }

    /** An exception that nothing needs any more would let the next null in unseen. */
    @Test
    void nullDemanded_byEachTypeNamed() {
        assertThat(module.stream()
                        .map(JavaClass::reflect)
                        .filter(this::isDemanded)
                        .filter(type -> Stream.<Executable>concat(
                                        Arrays.stream(type.getDeclaredMethods()).filter(HouseRules::speaksOfNull),
                                        Arrays.stream(type.getDeclaredConstructors())
                                                .filter(HouseRules::takesNull))
                                .findAny()
                                .isPresent())
                        .map(Class::getName))
                .containsExactlyInAnyOrderElementsOf(nullDemanded().keySet());
    }

    @Test
    void nativeImages_holdEveryResource() throws IOException {
        NativeImageHints hints = NativeImageHints.ofModule();
        assertThat(NativeImageHints.resourcesOfModule())
                .as("resources, each named in META-INF/native-image")
                .allMatch(hints::namesResource);
    }

    @Test
    void nativeImages_mayReflectOnWhatJacksonMakes() throws IOException {
        assertThat(module.stream().filter(HouseRules::isMadeByJackson).map(JavaClass::getName))
                .as("classes that Jackson makes, which are those named in META-INF/native-image")
                .containsExactlyInAnyOrderElementsOf(NativeImageHints.ofModule().reflected());
    }

    @Test
    void nothing_reflects() {
        noClasses()
                .should()
                .callMethodWhere(describe("that looks up a class or a member by name", HouseRules::looksUp))
                .because("native images know no class that is only named at run time")
                .allowEmptyShould(true)
                .check(module);
    }

    private static boolean looksUp(JavaCall<?> call) {
        String name = call.getTarget().getName();
        JavaClass owner = call.getTarget().getOwner();
        return (owner.isEquivalentTo(Class.class)
                        && (name.equals("forName") || MEMBERS.matcher(name).matches()))
                || (owner.isAssignableTo(ClassLoader.class) && name.equals("loadClass"))
                || owner.isEquivalentTo(Proxy.class);
    }

    private static boolean isMadeByJackson(JavaClass type) {
        return Stream.concat(
                        type.getAnnotations().stream(),
                        type.getMembers().stream().flatMap(member -> member.getAnnotations().stream()))
                .anyMatch(annotation ->
                        annotation.getRawType().getPackageName().startsWith("com.fasterxml.jackson.annotation"));
    }

    private boolean isDemanded(Class<?> type) {
        return nullDemanded().containsKey(type.getName());
    }

    /** Whether null may be handed in, other than as a JSON value or to the constructor of an exception. */
    static boolean takesNull(Executable member) {
        return !Throwable.class.isAssignableFrom(member.getDeclaringClass())
                && Arrays.stream(member.getAnnotatedParameterTypes())
                        .filter(type -> type.isAnnotationPresent(Nullable.class))
                        .anyMatch(type -> !type.getType().equals(Object.class));
    }

    /** Whether a method returns null, or is given or gives something that does. */
    static boolean speaksOfNull(Method method) {
        return maybeNull(method.getAnnotatedReturnType())
                || Arrays.stream(method.getAnnotatedParameterTypes()).anyMatch(HouseRules::holdsNull);
    }

    private static boolean maybeNull(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class) || holdsNull(type);
    }

    /** Whether null occurs inside a type: in its type arguments, its bounds or its elements. */
    private static boolean holdsNull(AnnotatedType type) {
        if (type instanceof AnnotatedParameterizedType generic) {
            return Arrays.stream(generic.getAnnotatedActualTypeArguments()).anyMatch(HouseRules::maybeNull);
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            return Stream.concat(
                            Arrays.stream(wildcard.getAnnotatedUpperBounds()),
                            Arrays.stream(wildcard.getAnnotatedLowerBounds()))
                    .anyMatch(HouseRules::maybeNull);
        }
        return type instanceof AnnotatedArrayType array && maybeNull(array.getAnnotatedGenericComponentType());
    }

    /** The packages that other modules see; all of them where there is no module descriptor. */
    private Set<String> exportedPackages() {
        Path descriptor = SOURCES.resolve("module-info.java");
        if (!Files.exists(descriptor)) {
            return module.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        }
        return EXPORT.matcher(read(descriptor))
                .results()
                .map(each -> each.group(1))
                .collect(Collectors.toSet());
    }

    private static boolean visible(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && (type.getEnclosingClass() == null || visible(type.getEnclosingClass()));
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DescribedPredicate<JavaCall<?>> call(String method, Predicate<JavaClass> owner) {
        return DescribedPredicate.describe(
                method + "()",
                call -> call.getTarget().getName().equals(method)
                        && owner.test(call.getTarget().getOwner()));
    }

    private static DescribedPredicate<JavaCall<?>> withoutArguments() {
        return DescribedPredicate.describe(
                "without arguments",
                call -> call.getTarget().getRawParameterTypes().isEmpty());
    }
}
