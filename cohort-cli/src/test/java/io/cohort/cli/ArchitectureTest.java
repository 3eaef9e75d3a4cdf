package io.cohort.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.net.URL;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the plan of the house: arrows point down only, insides stay inside, and the command never computes. */
class ArchitectureTest {

    /** Ground floor first. A room that is not built yet takes part once it has classes. */
    private static final List<String> ROOMS = List.of(
            "core", "torch", "comm", "engine", "observe", "train", "compress", "collab", "spark", "bench", "cli");

    private static final Pattern INTERNAL = Pattern.compile("io\\.cohort\\.(\\w+)\\.internal(\\..*)?");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.cohort");

    @Test
    void seesTheWholeHouse() {
        assertThat(HOUSE.stream().map(ArchitectureTest::room).distinct())
                .contains("core", "torch", "comm", "engine", "observe", "train", "bench", "cli")
                .isSubsetOf(ROOMS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"core", "torch", "comm", "engine", "observe", "train", "compress", "collab", "spark", "bench"})
    void arrowsPointDownOnly(String room) {
        List<String> above = ROOMS.subList(ROOMS.indexOf(room) + 1, ROOMS.size());
        String[] packages = above.stream().map(r -> "io.cohort." + r + "..").toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage("io.cohort." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    @Test
    void insidesStayInside() {
        ArchRuleDefinition.classes().should(useNoInsideOfAnotherRoom()).check(HOUSE);
    }

    @Test
    void theCommandTouchesNoTensor() {
        noClasses()
                .that()
                .resideInAPackage("io.cohort.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .check(HOUSE);
    }

    @Test
    void theGroundFloorKnowsNeitherLibtorchNorTheNetwork() {
        noClasses()
                .that()
                .resideInAPackage("io.cohort.core..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(
                                "org.bytedeco..", "io.grpc..", "java.net..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.type(URL.class)))) // names files in jars
                .check(HOUSE);
    }

    @Test
    void packagesForUsersFormNoCycle() {
        slices().assignedFrom(packages(name -> !isInternal(name)))
                .should()
                .beFreeOfCycles()
                .check(HOUSE);
    }

    @Test
    void packagesInsideFormNoCycle() {
        slices().assignedFrom(packages(ArchitectureTest::isInternal))
                .should()
                .beFreeOfCycles()
                .check(HOUSE);
    }

    /** Each package a slice. The inside implements what the outside offers, so the two are looked at one by one. */
    private static SliceAssignment packages(Predicate<String> which) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                String name = type.getPackageName();
                return which.test(name) ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
    }

    private static boolean isInternal(String packageName) {
        return INTERNAL.matcher(packageName).matches();
    }

    private static ArchCondition<JavaClass> useNoInsideOfAnotherRoom() {
        return new ArchCondition<>("use no internal package of another room") {
            @Override
            public void check(JavaClass user, ConditionEvents events) {
                user.getDirectDependenciesFromSelf().forEach(dependency -> {
                    Matcher inside =
                            INTERNAL.matcher(dependency.getTargetClass().getPackageName());
                    boolean foreign = inside.matches() && !inside.group(1).equals(room(user));
                    events.add(new SimpleConditionEvent(dependency, !foreign, dependency.getDescription()));
                });
            }
        };
    }

    private static String room(JavaClass type) {
        return type.getPackageName().split("\\.", -1)[2];
    }
}
