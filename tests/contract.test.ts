import {
  type GraphQLNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
  lexicographicSortSchema,
  printSchema,
} from "graphql";
import { expect, it } from "vitest";
import { schema } from "../src/schema.ts";

const files = import.meta.glob<string>("../schema/schema.graphql", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Every type, field, argument and enum value that clients see, by its dotted name. */
function* documented(type: GraphQLNamedType): Generator<[string, string | null | undefined]> {
  yield [type.name, type.description];
  if (isEnumType(type))
    for (const value of type.getValues()) yield [`${type.name}.${value.name}`, value.description];
  if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields()))
      yield [`${type.name}.${field.name}`, field.description];
  }
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      yield [`${type.name}.${field.name}`, field.description];
      for (const argument of field.args) {
        yield [`${type.name}.${field.name}(${argument.name})`, argument.description];
      }
    }
  }
}

it("schema/schema.graphql is what the code serves; `npm run codegen` makes it so", () => {
  expect(printSchema(lexicographicSortSchema(schema)).trim()).toBe(Object.values(files)[0]?.trim());
});

it("every type, field, argument and enum value says something", () => {
  const types = Object.values(schema.getTypeMap());
  const own = types.filter((type) => !type.name.startsWith("__") && !isSpecifiedScalarType(type));
  const silent = own
    .flatMap((type) => [...documented(type)])
    .filter(([, description]) => !description?.trim());
  expect(silent.map(([name]) => name)).toEqual([]);
});

it("whatever a union or a job may be, a field of one name has one type, so that no client needs an alias", () => {
  const abstracts = Object.values(schema.getTypeMap()).filter(
    (type) => isUnionType(type) || type.name === "Job",
  );
  expect(abstracts.length).toBeGreaterThanOrEqual(3);
  const conflicts = abstracts.filter(isAbstractType).flatMap((type) => {
    const fields = schema
      .getPossibleTypes(type)
      .flatMap((member) => Object.values(member.getFields()).map((field) => ({ member, field })));
    return fields
      .filter(({ field }) =>
        fields.some(
          (other) => other.field.name === field.name && String(other.field.type) !== String(field.type),
        ),
      )
      .map(({ member, field }) => `${type.name}: ${member.name}.${field.name}: ${field.type}`);
  });
  expect(conflicts).toEqual([]);
});
