"""The way from an obstacle to its answer, and the event: institutions' promises, guests, phones and the stage.

Revision: 0017
Before: 0016
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import db.models.base

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# Columns that standing tables gain, each with the table it points to.
_POINTERS = (
    ("mention", "visit_id", "organisation_visit"),
    ("mention", "event_id", "event"),
    ("mention", "guest_id", "guest"),
    ("obstacle", "merged_into_id", "obstacle"),
    ("institution", "merged_into_id", "institution"),
)


def upgrade() -> None:
    """New tables; mentions, obstacles and institutions gain what they point to, without being made anew."""
    op.create_table('institution_person',
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('office', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('phone', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('mail', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_institution_person_created_by_account')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_institution_person_institution_id_institution')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_institution_person_updated_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_institution_person'))
    )
    with op.batch_alter_table('institution_person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_institution_person_institution_id'), ['institution_id'], unique=False)

    op.create_table('commitment',
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('institution_person_id', sa.Integer(), nullable=True),
    sa.Column('what', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('to_whom', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('promised_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_commitment_created_by_account')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_commitment_institution_id_institution')),
    sa.ForeignKeyConstraint(['institution_person_id'], ['institution_person.id'], name=op.f('fk_commitment_institution_person_id_institution_person')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_commitment_updated_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment'))
    )
    with op.batch_alter_table('commitment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_commitment_institution_id'), ['institution_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitment_institution_person_id'), ['institution_person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitment_state'), ['state'], unique=False)

    op.create_table('event',
    sa.Column('phase_id', sa.Integer(), nullable=True),
    sa.Column('name_ar', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('name_fr', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('name_en', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('starts_at', sa.Time(), nullable=False),
    sa.Column('ends_at', sa.Time(), nullable=False),
    sa.Column('commune_id', sa.Integer(), nullable=True),
    sa.Column('venue', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('seats', sa.Integer(), nullable=True),
    sa.Column('programme_ar', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('programme_fr', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('programme_en', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('languages', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('secret', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('check_in_open', sa.Boolean(), nullable=False),
    sa.Column('submissions_open', sa.Boolean(), nullable=False),
    sa.Column('votes_open', sa.Boolean(), nullable=False),
    sa.Column('ratings_open', sa.Boolean(), nullable=False),
    sa.Column('closed_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('registered_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['commune_id'], ['commune.id'], name=op.f('fk_event_commune_id_commune')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_event_created_by_account')),
    sa.ForeignKeyConstraint(['phase_id'], ['phase.id'], name=op.f('fk_event_phase_id_phase')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_event_updated_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_commune_id'), ['commune_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_phase_id'), ['phase_id'], unique=False)

    op.create_table('institution_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('institution_person_id', sa.Integer(), nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.Column('revoked_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_institution_link_created_by_account')),
    sa.ForeignKeyConstraint(['institution_person_id'], ['institution_person.id'], name=op.f('fk_institution_link_institution_person_id_institution_person')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_institution_link_updated_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_institution_link')),
    sa.UniqueConstraint('digest', name=op.f('uq_institution_link_digest'))
    )
    with op.batch_alter_table('institution_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_institution_link_institution_person_id'), ['institution_person_id'], unique=False)

    op.create_table('referral',
    sa.Column('obstacle_id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('referred_on', sa.Date(), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('answer', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_referral_created_by_account')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_referral_institution_id_institution')),
    sa.ForeignKeyConstraint(['obstacle_id'], ['obstacle.id'], name=op.f('fk_referral_obstacle_id_obstacle')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_referral_updated_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_referral'))
    )
    with op.batch_alter_table('referral', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_referral_institution_id'), ['institution_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_referral_obstacle_id'), ['obstacle_id'], unique=False)
        batch_op.create_index('uq_referral_obstacle_id_institution_id_living', ['obstacle_id', 'institution_id'], unique=True, sqlite_where=sa.text('deleted_at IS NULL'), postgresql_where=sa.text('deleted_at IS NULL'))

    op.create_table('commitment_obstacle',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('commitment_id', sa.Integer(), nullable=False),
    sa.Column('obstacle_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitment.id'], name=op.f('fk_commitment_obstacle_commitment_id_commitment')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_commitment_obstacle_created_by_account')),
    sa.ForeignKeyConstraint(['obstacle_id'], ['obstacle.id'], name=op.f('fk_commitment_obstacle_obstacle_id_obstacle')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_commitment_obstacle_updated_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment_obstacle'))
    )
    with op.batch_alter_table('commitment_obstacle', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_commitment_obstacle_commitment_id'), ['commitment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitment_obstacle_obstacle_id'), ['obstacle_id'], unique=False)
        batch_op.create_index('uq_commitment_obstacle_commitment_id_obstacle_id_living', ['commitment_id', 'obstacle_id'], unique=True, sqlite_where=sa.text('deleted_at IS NULL'), postgresql_where=sa.text('deleted_at IS NULL'))

    op.create_table('commitment_update',
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('proof_address', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('commitment_id', sa.Integer(), nullable=False),
    sa.Column('at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('link_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_commitment_update_account_id_account')),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitment.id'], name=op.f('fk_commitment_update_commitment_id_commitment')),
    sa.ForeignKeyConstraint(['link_id'], ['institution_link.id'], name=op.f('fk_commitment_update_link_id_institution_link')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment_update'))
    )
    with op.batch_alter_table('commitment_update', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_commitment_update_commitment_id'), ['commitment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitment_update_link_id'), ['link_id'], unique=False)

    op.create_table('confirmation_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.Column('revoked_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_confirmation_link_created_by_account')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_confirmation_link_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_confirmation_link_updated_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_confirmation_link')),
    sa.UniqueConstraint('digest', name=op.f('uq_confirmation_link_digest'))
    )
    with op.batch_alter_table('confirmation_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_confirmation_link_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('event_phone',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('banned_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('sent', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_event_phone_created_by_account')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_phone_event_id_event')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_event_phone_updated_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_phone')),
    sa.UniqueConstraint('digest', name=op.f('uq_event_phone_digest'))
    )
    with op.batch_alter_table('event_phone', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_phone_event_id'), ['event_id'], unique=False)

    op.create_table('confirmation_link_use',
    sa.Column('link_id', sa.Integer(), nullable=False),
    sa.Column('address', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('first_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('last_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['link_id'], ['confirmation_link.id'], name=op.f('fk_confirmation_link_use_link_id_confirmation_link')),
    sa.PrimaryKeyConstraint('link_id', 'address', name=op.f('pk_confirmation_link_use'))
    )
    op.create_table('institution_link_use',
    sa.Column('link_id', sa.Integer(), nullable=False),
    sa.Column('address', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('first_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('last_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['link_id'], ['institution_link.id'], name=op.f('fk_institution_link_use_link_id_institution_link')),
    sa.PrimaryKeyConstraint('link_id', 'address', name=op.f('pk_institution_link_use'))
    )
    op.create_table('organisation_visit',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('visited_on', sa.Date(), nullable=False),
    sa.Column('words', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('next_step', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_organisation_visit_created_by_account')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_organisation_visit_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_organisation_visit_updated_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_visit'))
    )
    with op.batch_alter_table('organisation_visit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_visit_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('recommendation',
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.Column('given_by_id', sa.Integer(), nullable=True),
    sa.Column('taken_on_by_id', sa.Integer(), nullable=True),
    sa.Column('taken_on_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('text_ar', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('text_fr', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('text_en', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('level', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('recommended_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_recommendation_created_by_account')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_recommendation_event_id_event')),
    sa.ForeignKeyConstraint(['given_by_id'], ['institution.id'], name=op.f('fk_recommendation_given_by_id_institution')),
    sa.ForeignKeyConstraint(['taken_on_by_id'], ['institution.id'], name=op.f('fk_recommendation_taken_on_by_id_institution')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_recommendation_updated_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recommendation'))
    )
    with op.batch_alter_table('recommendation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recommendation_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_recommendation_given_by_id'), ['given_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_recommendation_taken_on_by_id'), ['taken_on_by_id'], unique=False)

    op.create_table('scene',
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('seconds', sa.Integer(), nullable=False),
    sa.Column('shown', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_scene_created_by_account')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_scene_event_id_event')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_scene_updated_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scene'))
    )
    with op.batch_alter_table('scene', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scene_event_id'), ['event_id'], unique=False)

    op.create_table('stage_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.Column('revoked_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_stage_link_created_by_account')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_stage_link_event_id_event')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_stage_link_updated_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stage_link')),
    sa.UniqueConstraint('digest', name=op.f('uq_stage_link_digest'))
    )
    with op.batch_alter_table('stage_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stage_link_event_id'), ['event_id'], unique=False)

    op.create_table('commitment_recommendation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('commitment_id', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitment.id'], name=op.f('fk_commitment_recommendation_commitment_id_commitment')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_commitment_recommendation_created_by_account')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_commitment_recommendation_recommendation_id_recommendation')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_commitment_recommendation_updated_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment_recommendation'))
    )
    with op.batch_alter_table('commitment_recommendation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_commitment_recommendation_commitment_id'), ['commitment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitment_recommendation_recommendation_id'), ['recommendation_id'], unique=False)
        batch_op.create_index('uq_commitment_recommendation_both_living', ['commitment_id', 'recommendation_id'], unique=True, sqlite_where=sa.text('deleted_at IS NULL'), postgresql_where=sa.text('deleted_at IS NULL'))

    op.create_table('confirmation',
    sa.Column('obstacle_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('verdict', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('words', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('confirmed_on', sa.Date(), nullable=False),
    sa.Column('way', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('visit_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_confirmation_created_by_account')),
    sa.ForeignKeyConstraint(['obstacle_id'], ['obstacle.id'], name=op.f('fk_confirmation_obstacle_id_obstacle')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_confirmation_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_confirmation_updated_by_account')),
    sa.ForeignKeyConstraint(['visit_id'], ['organisation_visit.id'], name=op.f('fk_confirmation_visit_id_organisation_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_confirmation'))
    )
    with op.batch_alter_table('confirmation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_confirmation_obstacle_id'), ['obstacle_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_confirmation_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_confirmation_visit_id'), ['visit_id'], unique=False)

    op.create_table('guest',
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('name_ar', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('name_latin', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('institution_id', sa.Integer(), nullable=True),
    sa.Column('comes_from', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('province_id', sa.Integer(), nullable=True),
    sa.Column('phone', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('invited', sa.Boolean(), nullable=False),
    sa.Column('badge', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('checked_in_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('checked_in_by', sa.Integer(), nullable=True),
    sa.Column('checked_in_way', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('phone_id', sa.Integer(), nullable=True),
    sa.Column('agreed_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('notice_version', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('anonymised_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['checked_in_by'], ['account.id'], name=op.f('fk_guest_checked_in_by_account')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_guest_created_by_account')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_guest_event_id_event')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_guest_institution_id_institution')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_guest_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['phone_id'], ['event_phone.id'], name=op.f('fk_guest_phone_id_event_phone')),
    sa.ForeignKeyConstraint(['province_id'], ['province.id'], name=op.f('fk_guest_province_id_province')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_guest_updated_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guest')),
    sa.UniqueConstraint('badge', name=op.f('uq_guest_badge'))
    )
    with op.batch_alter_table('guest', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_guest_checked_in_at'), ['checked_in_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_guest_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_guest_institution_id'), ['institution_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_guest_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_guest_phone_id'), ['phone_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_guest_province_id'), ['province_id'], unique=False)

    op.create_table('proof',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('update_id', sa.Integer(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('media_type', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_proof_created_by_account')),
    sa.ForeignKeyConstraint(['update_id'], ['commitment_update.id'], name=op.f('fk_proof_update_id_commitment_update')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_proof_updated_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proof'))
    )
    with op.batch_alter_table('proof', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proof_update_id'), ['update_id'], unique=False)

    op.create_table('recommendation_obstacle',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.Column('obstacle_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_recommendation_obstacle_created_by_account')),
    sa.ForeignKeyConstraint(['obstacle_id'], ['obstacle.id'], name=op.f('fk_recommendation_obstacle_obstacle_id_obstacle')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_recommendation_obstacle_recommendation_id_recommendation')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_recommendation_obstacle_updated_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recommendation_obstacle'))
    )
    with op.batch_alter_table('recommendation_obstacle', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recommendation_obstacle_obstacle_id'), ['obstacle_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_recommendation_obstacle_recommendation_id'), ['recommendation_id'], unique=False)
        batch_op.create_index('uq_recommendation_obstacle_recommendation_id_obstacle_id_living', ['recommendation_id', 'obstacle_id'], unique=True, sqlite_where=sa.text('deleted_at IS NULL'), postgresql_where=sa.text('deleted_at IS NULL'))

    op.create_table('recommendation_step',
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.Column('at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_recommendation_step_account_id_account')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_recommendation_step_recommendation_id_recommendation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recommendation_step'))
    )
    with op.batch_alter_table('recommendation_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recommendation_step_recommendation_id'), ['recommendation_id'], unique=False)

    op.create_table('stage',
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('look', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('scene_id', sa.Integer(), nullable=True),
    sa.Column('moved_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('paused_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('frozen_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('frozen', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('black', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_stage_created_by_account')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_stage_event_id_event')),
    sa.ForeignKeyConstraint(['scene_id'], ['scene.id'], name=op.f('fk_stage_scene_id_scene')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_stage_updated_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stage'))
    )
    with op.batch_alter_table('stage', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stage_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_stage_scene_id'), ['scene_id'], unique=False)
        batch_op.create_index('uq_stage_event_id_living', ['event_id'], unique=True, sqlite_where=sa.text('deleted_at IS NULL'), postgresql_where=sa.text('deleted_at IS NULL'))

    op.create_table('event_rating',
    sa.Column('stars', sa.Integer(), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('guest_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_event_rating_created_by_account')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_rating_event_id_event')),
    sa.ForeignKeyConstraint(['guest_id'], ['guest.id'], name=op.f('fk_event_rating_guest_id_guest')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_event_rating_updated_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_rating'))
    )
    with op.batch_alter_table('event_rating', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_rating_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_rating_guest_id'), ['guest_id'], unique=False)
        batch_op.create_index('uq_event_rating_guest_id_living', ['guest_id'], unique=True, sqlite_where=sa.text('deleted_at IS NULL'), postgresql_where=sa.text('deleted_at IS NULL'))

    op.create_table('vote',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('guest_id', sa.Integer(), nullable=False),
    sa.Column('category_id', sa.Integer(), nullable=False),
    sa.Column('at', db.models.base.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['category_id'], ['obstacle_category.id'], name=op.f('fk_vote_category_id_obstacle_category')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_vote_event_id_event')),
    sa.ForeignKeyConstraint(['guest_id'], ['guest.id'], name=op.f('fk_vote_guest_id_guest')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vote')),
    sa.UniqueConstraint('guest_id', 'category_id', name=op.f('uq_vote_guest_id_category_id'))
    )
    with op.batch_alter_table('vote', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_vote_category_id'), ['category_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_vote_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_vote_guest_id'), ['guest_id'], unique=False)

    op.create_table('live_submission',
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('updated_at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deleted_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('guest_id', sa.Integer(), nullable=False),
    sa.Column('category_id', sa.Integer(), nullable=False),
    sa.Column('province_id', sa.Integer(), nullable=True),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('obstacle_id', sa.Integer(), nullable=True),
    sa.Column('same_as_id', sa.Integer(), nullable=True),
    sa.Column('moderated_at', db.models.base.Moment(timezone=True), nullable=True),
    sa.Column('moderated_by', sa.Integer(), nullable=True),
    sa.Column('mention_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['category_id'], ['obstacle_category.id'], name=op.f('fk_live_submission_category_id_obstacle_category')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_live_submission_created_by_account')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_live_submission_event_id_event')),
    sa.ForeignKeyConstraint(['guest_id'], ['guest.id'], name=op.f('fk_live_submission_guest_id_guest')),
    sa.ForeignKeyConstraint(['mention_id'], ['mention.id'], name=op.f('fk_live_submission_mention_id_mention')),
    sa.ForeignKeyConstraint(['moderated_by'], ['account.id'], name=op.f('fk_live_submission_moderated_by_account')),
    sa.ForeignKeyConstraint(['obstacle_id'], ['obstacle.id'], name=op.f('fk_live_submission_obstacle_id_obstacle')),
    sa.ForeignKeyConstraint(['province_id'], ['province.id'], name=op.f('fk_live_submission_province_id_province')),
    sa.ForeignKeyConstraint(['same_as_id'], ['live_submission.id'], name=op.f('fk_live_submission_same_as_id_live_submission')),
    sa.ForeignKeyConstraint(['updated_by'], ['account.id'], name=op.f('fk_live_submission_updated_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_live_submission'))
    )
    with op.batch_alter_table('live_submission', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_live_submission_category_id'), ['category_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_live_submission_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_live_submission_guest_id'), ['guest_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_live_submission_mention_id'), ['mention_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_live_submission_obstacle_id'), ['obstacle_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_live_submission_province_id'), ['province_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_live_submission_same_as_id'), ['same_as_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_live_submission_state'), ['state'], unique=False)

    op.create_table('obstacle_move',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('obstacle_id', sa.Integer(), nullable=False),
    sa.Column('at', db.models.base.Moment(timezone=True), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('before', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('after', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_obstacle_move_account_id_account')),
    sa.ForeignKeyConstraint(['obstacle_id'], ['obstacle.id'], name=op.f('fk_obstacle_move_obstacle_id_obstacle')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_obstacle_move'))
    )
    with op.batch_alter_table('obstacle_move', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_obstacle_move_obstacle_id'), ['obstacle_id'], unique=False)

    beside = op.get_bind().dialect.name == "sqlite"
    for table, name, other in _POINTERS:
        pointer = sa.ForeignKey(f"{other}.id", name=op.f(f"fk_{table}_{name}_{other}"))
        # Written beside the column on SQLite, which adds no constraint to a table that stands.
        op.add_column(table, sa.Column(name, sa.Integer(), pointer, nullable=True), inline_references=beside)
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name])
    op.add_column("obstacle", sa.Column("paper", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    op.create_index(op.f("ix_obstacle_state"), "obstacle", ["state"])
    op.add_column("obstacle_category", sa.Column("asks_paper", sa.Boolean(), server_default=sa.false(), nullable=False))
    # The papers that were always taken for one another: an establishment's authorisation, and a worker's certificate.
    op.execute(sa.text("UPDATE obstacle_category SET asks_paper = TRUE WHERE code = 'sanitary'"))


def downgrade() -> None:
    """The database without them."""
    # By their own statements: a table that others point to cannot be made anew.
    op.drop_column("obstacle_category", "asks_paper")
    op.drop_index(op.f("ix_obstacle_state"), "obstacle")
    op.drop_column("obstacle", "paper")
    for table, name, _other in _POINTERS:
        op.drop_index(op.f(f"ix_{table}_{name}"), table)
        op.drop_column(table, name)
    op.drop_table("obstacle_move")
    op.drop_table("live_submission")
    op.drop_table("vote")
    op.drop_table("event_rating")
    op.drop_table("stage")
    op.drop_table("recommendation_step")
    op.drop_table("recommendation_obstacle")
    op.drop_table("proof")
    op.drop_table("guest")
    op.drop_table("confirmation")
    op.drop_table("commitment_recommendation")
    op.drop_table("stage_link")
    op.drop_table("scene")
    op.drop_table("recommendation")
    op.drop_table("organisation_visit")
    op.drop_table("institution_link_use")
    op.drop_table("event_phone")
    op.drop_table("confirmation_link_use")
    op.drop_table("confirmation_link")
    op.drop_table("commitment_update")
    op.drop_table("commitment_obstacle")
    op.drop_table("referral")
    op.drop_table("institution_link")
    op.drop_table("event")
    op.drop_table("commitment")
    op.drop_table("institution_person")
